/** Names in the order in which they must be looked for: most browsers also claim to be the ones further down. */
const BROWSERS: [pattern: RegExp, name: string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bElectron\//, "Palabre"],
  [/\b(Headless)?Chrome\/|\bChromium\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/^DiscordBot\b/, "Bot"],
  [/^Bun\//, "Bun"],
  [/^node\b|\bundici\b/, "Node.js"],
  [/^curl\//, "curl"],
  [/python|aiohttp/i, "Python"],
];

const SYSTEMS: [pattern: RegExp, name: string][] = [
  [/\biPhone\b|\biPod\b/, "iOS"],
  [/\biPad\b/, "iPadOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b|\bDarwin\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/** What a User-Agent says of the device, in words one recognises one's own by; "" where it says nothing. */
export function describeDevice(userAgent: string): { os: string; platform: string } {
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "";
  return { os: find(SYSTEMS), platform: find(BROWSERS) };
}
