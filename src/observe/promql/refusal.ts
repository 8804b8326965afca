/** Why a query cannot be read (with the place) or answered. A person's mistake, told in English as Prometheus tells it. */
export class QueryRefused extends Error {
  /** Position in the text of the query, 0 = its first character; null: found while answering. */
  readonly position: number | null;

  constructor(message: string, position: number | null = null) {
    super(message);
    this.position = position;
  }
}
