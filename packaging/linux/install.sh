#!/bin/sh
# Puts AFAS Assistant, where this folder stands now, into the menu of the person who runs this, and the command
# afas-assistant into ~/.local/bin. Nothing is copied but the menu's entry and the icon; with --remove they go again.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/afas-assistant.desktop
icon=$data/icons/hicolor/scalable/apps/afas-assistant.svg
command=$HOME/.local/bin/afas-assistant

if [ "${1:-}" = --remove ]; then
  rm -f "$entry" "$icon" "$command"
  echo "AFAS Assistant is out of the menu. Your data is kept; this folder can be thrown away."
  exit 0
fi
mkdir -p "$(dirname "$entry")" "$(dirname "$icon")" "$(dirname "$command")"
while IFS= read -r line; do
  case $line in
    Exec=*) printf 'Exec="%s/AFAS Assistant"\n' "$here" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <"$here/afas-assistant.desktop" >"$entry"
cp "$here/afas-assistant.svg" "$icon"
ln -sf "$here/afas-assistant" "$command"
echo "AFAS Assistant is in the menu, and in the terminal: $command"
