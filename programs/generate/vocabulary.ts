const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const articles = words("the the the this every another that some her no his their one");

export const nouns = words(`
  harbour lantern river ledger clock window orchard bridge kettle mountain letter tower garden winter engine market
  shadow compass feather island mirror library ferry archive bell cellar chimney cloud copper corridor crane dune echo
  field forge glacier harp hedge hinge ink ivory jar key kite ladder loom meadow mill moth needle oar oven paper pebble
  pillar quarry quill rail reed rope sail salt seed signal sparrow spool stair stone thread tide timber tunnel valley
  vessel violin wagon wall wheel willow wire yard café façade naïveté fjord piñata smörgåsbord`);

export const verbs = words(`
  carried counted followed opened remembered measured crossed mended guarded lost found painted borrowed repaired
  weighed whispered gathered traded watched hid drew buried lifted polished questioned rang sorted stitched tasted
  tended translated trusted wound wrapped forgot answered balanced climbed copied described drained emptied`);

export const adjectives = words(`
  old quiet small bright hollow patient narrow silver broken gentle distant curious heavy early green pale crooked
  forgotten sudden wooden careful empty endless faint golden humble idle kind late lonely muddy northern open painted
  proud rusty salty secret shallow slow soft stubborn tall tired warm weathered wild young blasé café-brown`);

export const adverbs = words(`
  slowly twice gladly never almost carefully again quietly often reluctantly suddenly seldom kindly badly early
  at-once half-heartedly nonetheless`);

export const people = words(`
  Zoë Märta Jürgen Łucja Søren Ángela Renée Björk Ødegård Čapek İlkay Eiríkur Șerban Nuño Thaïs Ida Conrad Beatrix
  Hugo Oona Mikhail Μαρία Иван O’Hara`);

export const places = words(`
  Vesterholm Oldmill Ålesund São-Tomé Grauhafen Kraków Žilina Düneberg Little-Quay Port-Ferrier Hôtel-du-Nord`);

export const openings = words("Meanwhile Afterwards Elsewhere Later Still Now Often Besides Once Then Perhaps Yet");
