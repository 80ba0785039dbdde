"use client";

import { bookTexts } from "../../../texts/book.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckField, SelectField, TextField } from "../../../ui/field.tsx";
import { BOOK_SORTS } from "../model/arrange.ts";
import type { BookPlace } from "../model/book-url.ts";

const texts = bookTexts.filters;

export interface BookFiltersProps {
  readonly place: BookPlace;
  readonly regions: readonly string[];
  readonly symbol: string | undefined;
  /** Whether the typed price can be read. */
  readonly isPriceWrong: boolean;
  readonly onChange: (change: Partial<BookPlace>) => void;
}

/** Narrows both sides; what is chosen stands in the URL. */
export function BookFilters({ place, regions, symbol, isPriceWrong, onChange }: BookFiltersProps) {
  const isNarrowed = place.price !== "" || place.region !== "" || place.onlineOnly || place.sort !== "price";
  return (
    <form
      aria-label={texts.label}
      onSubmit={(event) => event.preventDefault()}
      className="grid grid-cols-2 items-start gap-3 md:grid-cols-[10rem_10rem_12rem_auto_1fr]"
    >
      <TextField
        label={texts.price}
        value={place.price}
        unit={symbol}
        inputMode="decimal"
        title={texts.priceHint}
        error={isPriceWrong ? texts.priceFault : undefined}
        onChange={({ target }) => onChange({ price: target.value })}
      />
      <SelectField
        label={texts.region}
        value={place.region}
        options={[
          { value: "", label: texts.anyRegion },
          ...regions.map((region) => ({ value: region, label: region })),
        ]}
        onValueChange={(region) => onChange({ region })}
      />
      <SelectField
        label={texts.sort}
        value={place.sort}
        options={BOOK_SORTS.map((sort) => ({ value: sort, label: texts.sorts[sort] }))}
        onValueChange={(sort) => onChange({ sort })}
      />
      <CheckField
        label={texts.onlineOnly}
        checked={place.onlineOnly}
        onChange={({ target }) => onChange({ onlineOnly: target.checked })}
        className="pt-7"
      />
      {isNarrowed && (
        <Button
          variant="quiet"
          className="justify-self-start md:mt-6"
          onClick={() => onChange({ price: "", region: "", onlineOnly: false, sort: "price" })}
        >
          {texts.clear}
        </Button>
      )}
    </form>
  );
}
