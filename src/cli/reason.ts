const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file or folder",
  EACCES: "Access is denied",
  EPERM: "Access is denied",
  EISDIR: "It is a folder",
  ENOTDIR: "A part of the path is not a folder",
  ENOSPC: "The disk is full",
  EROFS: "The disk is read-only",
  EMFILE: "Too many files are open",
  ENAMETOOLONG: "The name is too long",
  ELOOP: "The links go in circles",
};

/** Why the operating system refused, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
