// The first view is moved where a button would stand on a mark, and no further than it must.

import assert from "node:assert/strict";
import test from "node:test";
import { amiss, bestMove } from "../src/ui/settle";

const corner = { x0: 0, y0: 0, x1: 100, y1: 40 };
const free = () => true;

test("a view with nothing amiss stays as it is", () => {
  assert.deepEqual(bestMove([{ x: 200, y: 200, radius: 10 }], [corner], 400, 400, free), { x: 0, y: 0, back: 0 });
});

test("a covered mark comes out from under the panel by the shortest way", () => {
  const marks = [{ x: 50, y: 40, radius: 10 }];
  const { x, y, back } = bestMove(marks, [corner], 400, 400, free);
  assert.deepEqual([x, y, back], [0, 14, 0]);
  assert.equal(amiss([{ x: 50 + x, y: 40 + y, radius: 10 }], [corner], 400, 400), 0);
});

test("a mark that the edge cuts is moved in, and none is moved out for another", () => {
  const marks = [{ x: 200, y: 398, radius: 10 }, { x: 200, y: 12, radius: 10 }];
  const { x, y, back } = bestMove(marks, [], 400, 400, free);
  assert.deepEqual([x, back > 0, y <= 0], [0, true, true]);
});

test("what is not allowed is not done", () => {
  assert.deepEqual(bestMove([{ x: 50, y: 20, radius: 10 }], [corner], 400, 400, () => false), { x: 0, y: 0, back: 0 });
});
