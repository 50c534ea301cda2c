import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import type { ImageFolder } from "../images/store-image.ts";

/** Whose picture a widget shows. */
export interface WidgetAvatar {
  guildId: string;
  folder: Extract<ImageFolder, "avatars" | "member-avatars">;
  ownerId: string;
  hash: string;
}

const FOLDERS = ["avatars", "member-avatars"] as const;

/**
 * Addresses of pictures that do not say whose they are: encrypted (AES-256-GCM), and other ones in each server, so that
 * nobody is recognised by their address. The nonce is derived from what is encrypted: one picture has one address, which
 * a cache may keep.
 */
export function createWidgetAvatars(secret: Uint8Array) {
  const derive = (purpose: string, text: string) =>
    createHmac("sha256", secret).update(`widget/${purpose}/${text}`).digest();
  const key = derive("key", "");
  return {
    seal({ guildId, folder, ownerId, hash }: WidgetAvatar): string {
      const plain = [guildId, FOLDERS.indexOf(folder), ownerId, hash].join(" ");
      const nonce = derive("nonce", plain).subarray(0, 12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    /** Undefined for what was not made here. */
    open(token: string): WidgetAvatar | undefined {
      const bytes = Buffer.from(token.slice(0, 400), "base64url");
      if (bytes.length < 29) return undefined;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
        const [guildId, folder, ownerId, hash] = plain.split(" ");
        const known = FOLDERS[Number(folder)];
        if (!guildId || !known || !ownerId || !hash) return undefined;
        return { guildId, folder: known, ownerId, hash };
      } catch {
        return undefined;
      }
    },
  };
}
