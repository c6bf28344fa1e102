export interface BackupReport {
  documents: number;
  /** Of those, how many are new or have changed. */
  changed: number;
  /** Files that were fetched; all others were there. */
  files: number;
  /** Documents were still being changed when it ended: what came last may not be in it. */
  stirring: boolean;
}

export const backupLines = (
  folder: string,
  { documents, changed, files, stirring }: BackupReport,
): string[] => [
  `${folder} holds ${documents} documents: ${changed} new or changed, ${files} files fetched.`,
  ...(stirring
    ? [
        '! Documents were changed meanwhile, and the latest may not be in it. Run the backup again in a while.',
      ]
    : []),
];
