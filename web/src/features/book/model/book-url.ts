import { UNIT_KINDS, type UnitKind } from "@computehive/protocol/price";
import { BOOK_SORTS, type BookSort } from "./arrange.ts";

/** What of the book somebody looks at, as the URL says it; texts as they were typed. */
export interface BookPlace {
  /** Nothing: the busiest class. */
  readonly resourceClass: string | undefined;
  readonly unitKind: UnitKind | undefined;
  /** Whole tokens. */
  readonly price: string;
  readonly region: string;
  readonly onlineOnly: boolean;
  readonly sort: BookSort;
}

export function readBookPlace(query: { get(name: string): string | null }): BookPlace {
  return {
    resourceClass: query.get("class") || undefined,
    unitKind: UNIT_KINDS.find((kind) => kind === query.get("unit")),
    price: query.get("price") ?? "",
    region: query.get("region") ?? "",
    onlineOnly: query.get("online") === "1",
    sort: BOOK_SORTS.find((sort) => sort === query.get("sort")) ?? "price",
  };
}

/** `/book?class=cpu.v1&online=1`: what is usual is left out. */
export function bookHref({ resourceClass, unitKind, price, region, onlineOnly, sort }: Partial<BookPlace>): string {
  const query = new URLSearchParams();
  if (resourceClass) query.set("class", resourceClass);
  if (unitKind && unitKind !== "fuel") query.set("unit", unitKind);
  if (price) query.set("price", price);
  if (region) query.set("region", region);
  if (onlineOnly) query.set("online", "1");
  if (sort && sort !== "price") query.set("sort", sort);
  const text = query.toString();
  return text === "" ? "/book" : `/book?${text}`;
}
