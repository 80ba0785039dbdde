/** The word that makes `hive` answer a shell that asks what can stand at the cursor. */
export const COMPLETE_FLAG = "--complete";

export const SHELLS = ["bash", "zsh"] as const;
export type Shell = (typeof SHELLS)[number];

const BASH = `# source <(hive completion bash)
_hive() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" ${COMPLETE_FLAG} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _hive hive
`;

const ZSH = `#compdef hive
# source <(hive completion zsh)
_hive() {
  local -a found
  found=("\${(@f)$("\${words[1]}" ${COMPLETE_FLAG} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    compadd -- "\${found[@]}"
  else
    _files
  fi
}
compdef _hive hive
`;

/** What a shell reads to learn how `hive` is completed. */
export const COMPLETION_SCRIPTS = { bash: BASH, zsh: ZSH } as const satisfies Record<Shell, string>;
