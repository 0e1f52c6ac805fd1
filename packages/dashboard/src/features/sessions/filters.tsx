import { useQuery } from "@tanstack/react-query";
import type { Session } from "../../api/client.ts";
import { useServices } from "../../app/services.tsx";
import { FilterBar } from "../../ui/filter-bar.tsx";
import { type Choice, FilterDay, FilterSelect } from "../../ui/select.tsx";
import { countOf, type SessionFilters } from "./address.ts";
import { choicesQuery } from "./queries.ts";
import { asSentence, OUTCOMES, SOURCES } from "./words.ts";

const STATES = [
  { value: "running", label: "Running" },
  { value: "ended", label: "Ended" },
] as const;

const SOURCE_CHOICES = choicesOf<Session["source"]>(SOURCES);
const OUTCOME_CHOICES = choicesOf<NonNullable<Session["end_reason"]>>(OUTCOMES);

/** What narrows the list, beside the search for a visitor. */
export function SessionFilterBar({
  filters,
  onChange,
  onClear,
}: {
  filters: SessionFilters;
  onChange: (change: Change) => void;
  onClear: () => void;
}) {
  const { api } = useServices();
  const offered = useQuery(choicesQuery(api)).data;
  const agents = offered?.agents.map(({ id, agent_nickname }) => ({
    value: id,
    label: agent_nickname,
  }));
  const sites = offered?.hosts.map((host) => ({ value: host, label: host }));
  return (
    <FilterBar count={countOf(filters)} onClear={onClear}>
      <FilterSelect
        label="State"
        any="Any state"
        value={filters.state}
        choices={STATES}
        onChange={(state) => onChange({ state })}
      />
      <FilterSelect
        label="Agent"
        any="All agents"
        value={filters.agent}
        choices={agents ?? []}
        onChange={(agent) => onChange({ agent })}
      />
      <FilterSelect
        label="How it began"
        any="Any beginning"
        value={filters.source}
        choices={SOURCE_CHOICES}
        onChange={(source) => onChange({ source })}
      />
      <FilterSelect
        label="How it ended"
        any="Any outcome"
        value={filters.outcome}
        choices={OUTCOME_CHOICES}
        onChange={(outcome) => onChange({ outcome })}
      />
      <FilterSelect
        label="Site"
        any="All sites"
        value={filters.site}
        choices={sites ?? []}
        onChange={(site) => onChange({ site })}
      />
      <FilterDay
        label="From"
        value={filters.from}
        max={filters.to}
        onChange={(from) => onChange({ from })}
      />
      <FilterDay
        label="To"
        value={filters.to}
        min={filters.from}
        onChange={(to) => onChange({ to })}
      />
    </FilterBar>
  );
}

/** Undefined takes a filter away. */
export type Change = { [Name in keyof SessionFilters]?: SessionFilters[Name] | undefined };

function choicesOf<Value extends string>(
  words: Readonly<Record<Value, string>>,
): readonly Choice<Value>[] {
  return (Object.entries(words) as [Value, string][]).map(([value, label]) => ({
    value,
    label: asSentence(label),
  }));
}
