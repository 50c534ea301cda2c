/** So many are kept as a list. */
const FEW = 32;

/**
 * A set of which there are many and most are small: a Set of twenty takes 2.6 KB where a list takes 200 bytes. Many
 * become a Set. One may add and delete while walking through it.
 */
export class SmallSet<T> {
  #items: T[] | Set<T> = [];

  [Symbol.iterator](): Iterator<T> {
    return this.#items[Symbol.iterator]();
  }

  get size(): number {
    return Array.isArray(this.#items) ? this.#items.length : this.#items.size;
  }

  has(item: T): boolean {
    return Array.isArray(this.#items) ? this.#items.includes(item) : this.#items.has(item);
  }

  /** False when it is there already. */
  add(item: T): boolean {
    if (this.has(item)) return false;
    if (!Array.isArray(this.#items)) this.#items.add(item);
    else if (this.#items.length < FEW) this.#items.push(item);
    else this.#items = new Set(this.#items).add(item);
    return true;
  }

  /** False when it is not there. */
  delete(item: T): boolean {
    if (!Array.isArray(this.#items)) return this.#items.delete(item);
    // A new list: somebody may be walking through the old one.
    const others = this.#items.filter((other) => other !== item);
    const wasThere = others.length < this.#items.length;
    if (wasThere) this.#items = others;
    return wasThere;
  }
}
