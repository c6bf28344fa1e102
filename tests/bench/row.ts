/** One line of the table: what was measured, against what, and whether the goal is met. */
export interface Row {
  what: string;
  /** The same of other programs, measured in this run; empty where one is not installed. */
  peers: string;
  goal: string;
  measured: string;
  /** Undefined where there is no goal, or nothing to compare with. */
  met?: boolean | undefined;
  /** What stands behind the figure: parts of it, the cause of a goal missed. */
  notes?: string[];
}

/** Measures the rows that belong together. */
export type Group = () => Promise<Row[]>;
