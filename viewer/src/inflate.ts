// Deflated bytes -> bytes, at once (RFC 1951 in the frame of RFC 1950). The browser's own way has to
// be waited for, which a click on a mark cannot; blocks are small, so that this is quick enough.

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST = 15;

/** Words with codes of so many bits or fewer, nearly all there are, are looked up at once. */
const QUICK = 10;

/** A code of Huffman's: how many words have each length, the words in order, and the quick ones by bits. */
interface Code { counts: Uint16Array; words: Uint16Array; quick: Uint16Array }

function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(LONGEST + 1);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  const at = new Uint16Array(LONGEST + 2);
  for (let i = 1; i <= LONGEST; i++) at[i + 1] = at[i] + counts[i];
  const words = new Uint16Array(lengths.length);
  lengths.forEach((length, word) => {
    if (length) words[at[length]++] = word;
  });
  const quick = new Uint16Array(1 << QUICK);
  let [code, index] = [0, 0];
  for (let length = 1; length <= QUICK; length++) {
    for (let i = 0; i < counts[length]; i++, code++) {
      let turned = 0;
      for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
      for (let at = turned; at < quick.length; at += 1 << length) quick[at] = (words[index] << 4) | length;
      index++;
    }
    code <<= 1;
  }
  return { counts, words, quick };
}

let fixed: [Code, Code] | undefined;

function fixedCodes(): [Code, Code] {
  const lengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
  return (fixed ??= [codeOf(lengths), codeOf(new Uint8Array(30).fill(5))]);
}

class Reader {
  out: Uint8Array;
  n = 0;
  private hold = 0;
  private held = 0;

  constructor(private readonly bytes: Uint8Array, private at: number) {
    this.out = new Uint8Array(bytes.length * 6 + 256);
  }

  bits(need: number): number {
    while (this.held < need) {
      if (this.at >= this.bytes.length) throw new Error("a block of the page is cut short");
      this.hold |= this.bytes[this.at++] << this.held;
      this.held += 8;
    }
    const value = this.hold & ((1 << need) - 1);
    this.hold >>>= need;
    this.held -= need;
    return value;
  }

  private word({ counts, words, quick }: Code): number {
    while (this.held < QUICK && this.at < this.bytes.length) {
      this.hold |= this.bytes[this.at++] << this.held;
      this.held += 8;
    }
    const hit = quick[this.hold & (quick.length - 1)];
    if (hit && (hit & 15) <= this.held) {
      this.hold >>>= hit & 15;
      this.held -= hit & 15;
      return hit >> 4;
    }
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= LONGEST; length++) {
      code |= this.bits(1);
      const count = counts[length];
      if (code - count < first) return words[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("a block of the page is damaged");
  }

  private room(more: number): void {
    if (this.n + more <= this.out.length) return;
    const larger = new Uint8Array(Math.max(this.out.length * 2, this.n + more));
    larger.set(this.out);
    this.out = larger;
  }

  stored(): void {
    // Whole bytes that were taken ahead go back.
    this.at -= this.held >> 3;
    this.hold = this.held = 0;
    const length = this.bytes[this.at] | (this.bytes[this.at + 1] << 8);
    this.at += 4;
    this.room(length);
    this.out.set(this.bytes.subarray(this.at, this.at + length), this.n);
    this.at += length;
    this.n += length;
  }

  codes(): [Code, Code] {
    const [literals, distances, lengths] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4];
    const own = new Uint8Array(19);
    for (let i = 0; i < lengths; i++) own[ORDER[i]] = this.bits(3);
    const code = codeOf(own);
    const all = new Uint8Array(literals + distances);
    for (let i = 0; i < all.length; ) {
      const word = this.word(code);
      if (word < 16) all[i++] = word;
      else {
        const value = word === 16 ? all[i - 1] : 0;
        const times = word === 16 ? 3 + this.bits(2) : word === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
        all.fill(value, i, i + times);
        i += times;
      }
    }
    return [codeOf(all.subarray(0, literals)), codeOf(all.subarray(literals))];
  }

  packed([literals, distances]: [Code, Code]): void {
    for (;;) {
      const word = this.word(literals);
      if (word === 256) return;
      if (word < 256) {
        this.room(1);
        this.out[this.n++] = word;
        continue;
      }
      const length = LENGTH_BASE[word - 257] + this.bits(LENGTH_EXTRA[word - 257]);
      const far = this.word(distances);
      const distance = DISTANCE_BASE[far] + this.bits(far < 4 ? 0 : (far >> 1) - 1);
      this.room(length);
      for (let i = 0; i < length; i++, this.n++) this.out[this.n] = this.out[this.n - distance];
    }
  }
}

/** Unpack what zlib has packed. */
export function inflate(bytes: Uint8Array): Uint8Array {
  const reader = new Reader(bytes, 2);
  for (let last = 0; !last; ) {
    last = reader.bits(1);
    const kind = reader.bits(2);
    if (kind === 0) reader.stored();
    else if (kind === 1) reader.packed(fixedCodes());
    else if (kind === 2) reader.packed(reader.codes());
    else throw new Error("a block of the page is damaged");
  }
  return reader.out.subarray(0, reader.n);
}
