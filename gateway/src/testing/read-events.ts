export interface ServerEvent {
  readonly event?: string;
  readonly id?: string;
  readonly data?: unknown;
  /** A line that is no event, such as a keep-alive. */
  readonly comment?: string;
}

/** The events of a stream, as they come. */
export async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) yield parseBlock(block);
  }
}

function parseBlock(block: string): ServerEvent {
  const fields = Object.fromEntries(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return {
    ...(fields.event && { event: fields.event }),
    ...(fields.id && { id: fields.id }),
    ...(fields.data && { data: JSON.parse(fields.data) as unknown }),
    ...(fields[""] && { comment: fields[""] }),
  };
}
