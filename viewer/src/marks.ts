// Shown events -> marks on the screen. Places that would cover each other share a mark, which
// still shows every actor with its share.

export interface Group { actor: number; type: number; isFact: boolean; events: number[] }

export interface Spot { place: number; x: number; y: number; groups: Group[] }

export interface Cluster { x: number; y: number; places: number[]; groups: Group[]; count: number }

/** Events of one place, those of like actor and type together; facts first, then the most frequent. */
export function grouped(
  events: readonly number[],
  actor: ArrayLike<number>,
  type: ArrayLike<number>,
  isFact: (event: number) => boolean,
): Group[] {
  const groups = new Map<number, Group>();
  for (const event of events) {
    const fact = isFact(event);
    const key = (actor[event] * 64 + type[event]) * 2 + (fact ? 0 : 1);
    const group = groups.get(key);
    if (group) group.events.push(event);
    else groups.set(key, { actor: actor[event], type: type[event], isFact: fact, events: [event] });
  }
  return [...groups.values()].sort(
    (a, b) => Number(b.isFact) - Number(a.isFact) || b.events.length - a.events.length || a.type - b.type,
  );
}

/** Merge spots nearer than `reach` pixels; the busiest keep their point. */
export function clustered(spots: readonly Spot[], reach: number): Cluster[] {
  const size = (spot: Spot) => spot.groups.reduce((sum, g) => sum + g.events.length, 0);
  const order = [...spots].sort((a, b) => size(b) - size(a) || a.place - b.place);
  const cells = new Map<string, Cluster[]>();
  const out: Cluster[] = [];
  for (const spot of order) {
    const [cx, cy] = [Math.floor(spot.x / reach), Math.floor(spot.y / reach)];
    let near: Cluster | undefined;
    let best = reach * reach;
    for (let i = cx - 1; i <= cx + 1; i++) {
      for (let j = cy - 1; j <= cy + 1; j++) {
        for (const one of cells.get(`${i} ${j}`) ?? []) {
          const distance = (one.x - spot.x) ** 2 + (one.y - spot.y) ** 2;
          if (distance < best) [near, best] = [one, distance];
        }
      }
    }
    if (near) {
      near.places.push(spot.place);
      near.groups = near.groups.concat(spot.groups);
      near.count += size(spot);
      continue;
    }
    const cluster = { x: spot.x, y: spot.y, places: [spot.place], groups: spot.groups, count: size(spot) };
    out.push(cluster);
    const key = `${cx} ${cy}`;
    cells.set(key, [...(cells.get(key) ?? []), cluster]);
  }
  return out;
}

/** Share of each actor in a cluster, the largest first. */
export function shares(groups: readonly Group[]): { actor: number; n: number }[] {
  const counts = new Map<number, number>();
  for (const group of groups) counts.set(group.actor, (counts.get(group.actor) ?? 0) + group.events.length);
  return [...counts].map(([actor, n]) => ({ actor, n })).sort((a, b) => b.n - a.n || a.actor - b.actor);
}
