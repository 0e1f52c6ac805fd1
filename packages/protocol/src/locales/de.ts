/** The SDK's texts in German, formal. */
import type { Texts } from "../texts.ts";

export const TEXTS: Texts = {
  prompt_title: "Diese Seite teilen?",
  prompt_message:
    "{%agentName%|Jemand vom Support} möchte diese Seite gemeinsam mit Ihnen ansehen.",
  shared_title: "Was geteilt wird",
  shared_pages: "Die Seiten von {%currentDomain%} in diesem Browser",
  shared_actions: "Worauf Sie dort zeigen, was Sie anklicken und eingeben",
  withheld_title: "Was nie geteilt wird",
  withheld_secrets: "Passwörter, Kartennummern und Einmalcodes",
  withheld_others: "Andere Websites, Tabs und Programme",
  prompt_note: "Sie können jederzeit beenden. Esc lehnt ab.",
  allow: "Zulassen",
  decline: "Ablehnen",
  bar_label: "Gemeinsame Ansicht",
  waiting: "Diese Seite wird geteilt",
  watching: "{%names%} sieht diese Seite",
  watching_many: "{%names%} sehen diese Seite",
  controlling: "{%names%} steuert die Seite",
  control_label: "Anfrage zur Steuerung",
  control_message:
    "{%name%} möchte diese Seite mit Ihnen steuern: darin klicken, tippen und scrollen.",
  show_hidden: "Zeigen, was verborgen bleibt",
  stop: "Teilen beenden",
  ended: "Das Teilen ist beendet",
  rating_title: "Wie war diese Sitzung?",
  rating_1: "Sehr schlecht",
  rating_2: "Schlecht",
  rating_3: "Mittelmäßig",
  rating_4: "Gut",
  rating_5: "Sehr gut",
  rating_thanks: "Vielen Dank!",
  guest: "Support",
  help: "Hilfe holen",
  wait_label: "Hilfe",
  wait_pending: "Wir suchen jemanden, der Ihnen helfen kann …",
  wait_unavailable: "Gerade ist niemand verfügbar. Bitte versuchen Sie es später noch einmal.",
  wait_call: "Bitte bleiben Sie auf dieser Seite, bis {%agentName%|der Support} antwortet.",
  wait_call_over:
    "{%agentName%|Der Support} hat nicht geantwortet. Bitte versuchen Sie es später noch einmal.",
  wait_unknown:
    "Der Link, dem Sie gefolgt sind, führt zu niemandem. Bitte prüfen Sie ihn oder fragen Sie noch einmal danach.",
  wait_cancel: "Nicht mehr warten",
  wait_close: "Schließen",
  lookup_button: "Meinen Code zeigen",
  lookup_title: "Ihr Code",
  lookup_message:
    "Lesen Sie ihn der Person vor, die Ihnen hilft. So werden Sie gefunden; bevor jemand etwas sieht, werden Sie gefragt.",
  lookup_pending: "Ihr Code wird geholt …",
  lookup_none: "Gerade ist kein Code frei. Bitte versuchen Sie es in einer Minute noch einmal.",
  lookup_time: "Ein neuer in {%time%}",
};
