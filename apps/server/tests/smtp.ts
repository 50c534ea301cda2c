export interface SmtpServer extends Disposable {
  url: string;
  /** The sources of the mails it took. */
  mails: string[];
  /** Resolves once it has taken so many. */
  taken(count: number): Promise<void>;
}

/** An SMTP server that takes every mail, save for those to `refused@…`. */
export function startSmtpServer(): SmtpServer {
  const mails: string[] = [];
  const waiting = new Set<() => void>();
  const server = Bun.listen<{ text: string; body: string | null }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { text: "", body: null };
        socket.write("220 test\r\n");
      },
      data(socket, chunk) {
        const { data } = socket;
        data.text += chunk.toString();
        for (let end = data.text.indexOf("\r\n"); end >= 0; end = data.text.indexOf("\r\n")) {
          const line = data.text.slice(0, end);
          data.text = data.text.slice(end + 2);
          if (data.body !== null) {
            if (line !== ".") data.body += `${line}\n`;
            else {
              mails.push(data.body);
              data.body = null;
              socket.write("250 taken\r\n");
              for (const look of waiting) look();
            }
          } else if (/^EHLO/i.test(line)) socket.write("250 test\r\n");
          else if (/^RCPT.*refused@/i.test(line)) socket.write("550 nobody here\r\n");
          else if (/^DATA/i.test(line)) {
            data.body = "";
            socket.write("354 go on\r\n");
          } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
          else socket.write("250 ok\r\n");
        }
      },
    },
  });
  return {
    url: `smtp://127.0.0.1:${server.port}`,
    mails,
    taken: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (mails.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    [Symbol.dispose]: () => server.stop(true),
  };
}
