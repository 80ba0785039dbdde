"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ApiRefusedError } from "../http/api-errors.ts";
import { sessionKey } from "./use-session.ts";

/** Asks again who is signed in as soon as the gateway no longer takes the session: it may have been ended in another browser. */
export function useSessionWatch(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const look = (error: unknown) => {
      if (isUnauthorized(error)) void queries.invalidateQueries({ queryKey: sessionKey });
    };
    const stopQueries = queries.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") look(event.action.error);
    });
    const stopMutations = queries.getMutationCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error") look(event.action.error);
    });
    return () => {
      stopQueries();
      stopMutations();
    };
  }, [queries]);
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiRefusedError && error.service === "gateway" && error.status === 401;
}
