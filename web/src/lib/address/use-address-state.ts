"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";

export interface AddressState<Place> {
  readonly place: Place;
  /** Shows `next` at once; `href`, with which it is found again, follows in the address. */
  go(next: Place, href: string): void;
}

/**
 * What a page keeps in its address, so that a reload, a link and "back" find it again. The router tells of a changed address
 * when it has time; until then what was chosen last is shown, so that a field never loses what is typed.
 */
export function useAddressState<Place>(read: (search: URLSearchParams) => Place): AddressState<Place> {
  const query = useSearchParams().toString();
  const [chosen, setChosen] = useState<{ readonly place: Place }>();
  /** Queries that the router has not told of yet, oldest first; it may leave some out. */
  const underWay = useRef<readonly string[]>([]);

  useEffect(() => {
    const at = underWay.current.indexOf(query);
    // What was not written here is a link or "back": it wins.
    underWay.current = at < 0 ? [] : underWay.current.slice(at + 1);
    if (underWay.current.length === 0) setChosen(undefined);
  }, [query]);

  return {
    place: chosen ? chosen.place : read(new URLSearchParams(query)),
    go(next, href) {
      const wanted = new URL(href, window.location.href).searchParams.toString();
      const newest = underWay.current.at(-1) ?? query;
      window.history.replaceState(null, "", href);
      if (wanted === newest) return;
      underWay.current = [...underWay.current, wanted];
      setChosen({ place: next });
    },
  };
}
