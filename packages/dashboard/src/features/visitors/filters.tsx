import { useQuery } from "@tanstack/react-query";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { FilterBar } from "../../ui/filter-bar.tsx";
import { FilterSelect } from "../../ui/select.tsx";
import { countOf, DEVICES, type VisitorFilters } from "./address.ts";
import { choicesQuery } from "./queries.ts";
import { DEVICE_TYPES } from "./words.ts";

const KNOWN = [
  { value: "yes", label: "Identified" },
  { value: "no", label: "Not identified" },
] as const;

const DOING = [
  { value: "session", label: "In a session" },
  { value: "waiting", label: "Waiting for an agent" },
] as const;

/** Undefined takes a filter away. */
export type Change = { [Name in keyof VisitorFilters]?: VisitorFilters[Name] | undefined };

/** What narrows the list, beside the search. Those that would tell private details are not offered where these are hidden. */
export function VisitorFilterBar({
  filters,
  onChange,
  onClear,
}: {
  filters: VisitorFilters;
  onChange: (change: Change) => void;
  onClear: () => void;
}) {
  const { api } = useServices();
  const hidesDetails = useMe().agent.hide_private_details;
  const offered = useQuery(choicesQuery(api)).data;
  const devices = DEVICES.filter((type) => offered?.devices.includes(type) ?? false);
  return (
    <FilterBar count={countOf(filters)} onClear={onClear}>
      <FilterSelect
        label="What they do"
        any="Any activity"
        value={filters.doing}
        choices={DOING}
        onChange={(doing) => onChange({ doing })}
      />
      {!hidesDetails && (
        <FilterSelect
          label="Identified"
          any="Anybody"
          value={filters.known}
          choices={KNOWN}
          onChange={(known) => onChange({ known })}
        />
      )}
      <FilterSelect
        label="Site"
        any="All sites"
        value={filters.site}
        choices={(offered?.hosts ?? []).map((host) => ({ value: host, label: host }))}
        onChange={(site) => onChange({ site })}
      />
      <FilterSelect
        label="Device"
        any="All devices"
        value={filters.device}
        choices={devices.map((type) => ({ value: type, label: DEVICE_TYPES[type] }))}
        onChange={(device) => onChange({ device })}
      />
      {!hidesDetails && (
        <>
          <FilterSelect
            label="Country"
            any="Any country"
            value={filters.country}
            choices={(offered?.countries ?? []).map(({ code, name }) => ({
              value: code,
              label: name,
            }))}
            onChange={(country) => onChange({ country })}
          />
          <FilterSelect
            label="Tag"
            any="All tags"
            value={filters.tag}
            choices={(offered?.tags ?? []).map((tag) => ({ value: tag, label: tag }))}
            onChange={(tag) => onChange({ tag })}
          />
        </>
      )}
    </FilterBar>
  );
}
