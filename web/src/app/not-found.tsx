import { shellTexts } from "../texts/shell.ts";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page } from "../ui/page.tsx";

const texts = shellTexts.notFound;

export default function NotFound() {
  return (
    <Page title={texts.title}>
      <EmptyState title={texts.body} action={<ButtonLink href="/">{texts.home}</ButtonLink>} />
    </Page>
  );
}
