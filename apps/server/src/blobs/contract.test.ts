import { describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Blobs, BlobTooLarge } from "./blobs.ts";
import { createFolderBlobs } from "./folder.ts";

interface Subject extends AsyncDisposable {
  blobs: Blobs;
}

const ANY = 1_000_000;

async function* chunks(...parts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

function blobsContract(name: string, open: () => Promise<Subject>): void {
  const text = async (blobs: Blobs, key: string, range?: { start: number; end: number }) =>
    (await blobs.get(key, range))?.text() ?? null;

  describe(`blobs: ${name}`, () => {
    test("keeps bytes and streams as they came", async () => {
      await using subject = await open();
      const { blobs } = subject;
      expect(await blobs.put("a/1", Buffer.from("hello"), ANY)).toBe(5);
      expect(await blobs.put("a/2", chunks("hel", "", "lo"), ANY)).toBe(5);
      expect(await blobs.put("a/3.webp", new Uint8Array(), ANY)).toBe(0);
      expect([await text(blobs, "a/1"), await text(blobs, "a/2"), await text(blobs, "a/3.webp")]).toEqual([
        "hello",
        "hello",
        "",
      ]);
    });

    test("hands out parts", async () => {
      await using subject = await open();
      await subject.blobs.put("a", Buffer.from("0123456789"), ANY);
      expect(await text(subject.blobs, "a", { start: 2, end: 5 })).toBe("234");
      expect(await text(subject.blobs, "a", { start: 8, end: 10 })).toBe("89");
    });

    test("what is absent is null, and may be deleted", async () => {
      await using subject = await open();
      expect(await subject.blobs.get("nothing")).toBeNull();
      await subject.blobs.delete("nothing");
      await subject.blobs.deleteBelow("nothing");
    });

    test("a stream past the limit, or one that breaks, leaves nothing", async () => {
      await using subject = await open();
      const { blobs } = subject;
      expect(await blobs.put("exact", chunks("12345"), 5)).toBe(5);
      expect(blobs.put("long", chunks("123", "456"), 5)).rejects.toThrow(BlobTooLarge);
      await blobs.put("long", chunks("123", "456"), 5).catch(() => {});
      await blobs
        .put("broken", chunks("123", new Error("gone")), ANY)
        .catch((error) => expect(error.message).toBe("gone"));
      expect([await blobs.get("long"), await blobs.get("broken")]).toEqual([null, null]);
      expect(await blobs.usage()).toEqual({ bytes: 5, count: 1 });
    });

    test("deletes one, or all below a prefix", async () => {
      await using subject = await open();
      const { blobs } = subject;
      for (const key of ["t/1/a", "t/1/b", "t/2/a", "t/11"]) await blobs.put(key, Buffer.from("x"), ANY);
      await blobs.deleteBelow("t/1");
      expect([await text(blobs, "t/1/a"), await text(blobs, "t/2/a"), await text(blobs, "t/11")]).toEqual([
        null,
        "x",
        "x",
      ]);
      await blobs.delete("t/2/a");
      expect(await blobs.usage()).toEqual({ bytes: 1, count: 1 });
    });

    test("lists the keys below a prefix, whole blobs alone", async () => {
      await using subject = await open();
      const { blobs } = subject;
      for (const key of ["t/1/a.webp", "t/2", "u/1"]) await blobs.put(key, Buffer.from("x"), ANY);
      await blobs.put("t/3", chunks("1", new Error("gone")), ANY).catch(() => {});
      expect((await Array.fromAsync(blobs.list("t"))).sort()).toEqual(["t/1/a.webp", "t/2"]);
      expect(await Array.fromAsync(blobs.list("nothing"))).toEqual([]);
    });

    test("a blob being written is not there yet; two writers of one key leave one whole blob", async () => {
      await using subject = await open();
      const { blobs } = subject;
      const half = Promise.withResolvers<void>();
      const rest = Promise.withResolvers<void>();
      async function* slow() {
        yield Buffer.from("half");
        half.resolve();
        await rest.promise;
        yield Buffer.from("-whole");
      }
      const writing = blobs.put("slow", slow(), ANY);
      await half.promise;
      expect(await blobs.get("slow")).toBeNull();
      rest.resolve();
      await writing;
      expect(await text(blobs, "slow")).toBe("half-whole");
      await Promise.all([blobs.put("both", chunks("aaa"), ANY), blobs.put("both", chunks("bbb"), ANY)]);
      expect(["aaa", "bbb"]).toContain((await text(blobs, "both")) as string);
    });

    test("keys are the server's own: anything that could lead elsewhere is refused", async () => {
      await using subject = await open();
      for (const key of [
        "",
        "../x",
        "/etc/passwd",
        "a//b",
        "a/../b",
        "A",
        "a b",
        "a\0",
        "a/",
        ".hidden",
        "a/.b",
      ]) {
        expect(subject.blobs.put(key, Buffer.from("x"), ANY)).rejects.toThrow();
        expect(subject.blobs.get(key)).rejects.toThrow();
      }
    });
  });
}

async function openFolder(): Promise<Subject & { root: string }> {
  const root = await mkdtemp(join(tmpdir(), "palabre-blobs-"));
  return {
    root,
    blobs: createFolderBlobs(root),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

blobsContract("a folder", openFolder);

test("a folder holds no leftovers of what failed", async () => {
  await using subject = await openFolder();
  await subject.blobs.put("a/b", chunks("123", new Error("gone")), ANY).catch(() => {});
  const left = await readdir(subject.root, { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toEqual([]);
});

test("a folder clears away what a crash left half written, once nobody can be writing it any more", async () => {
  await using subject = await openFolder();
  const partial = join(subject.root, ".partial");
  await mkdir(partial);
  for (const name of ["old", "new"]) await writeFile(join(partial, name), "half");
  const longAgo = new Date(Date.now() - 48 * 3600 * 1000);
  await utimes(join(partial, "old"), longAgo, longAgo);
  await subject.blobs.put("a", Buffer.from("x"), ANY);
  expect(await readdir(partial)).toEqual(["new"]);
});
