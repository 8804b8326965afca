const ALPHANUMERIC = "[a-z0-9]+";
const SEPARATOR = "(?:[._]|__|-+)";
const PATH_PART = `${ALPHANUMERIC}(?:${SEPARATOR}${ALPHANUMERIC})*`;
const DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const HOST = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[[a-fA-F0-9:]+\\])`;
const NAME = `(?:${HOST}(?::[0-9]+)?/)?${PATH_PART}(?:/${PATH_PART})*`;
const TAG = "[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const REFERENCE = new RegExp(`^${NAME}(?::${TAG})?(?:@${DIGEST})?$`);
/** A name that could as well be an image's identifier is refused. */
const IDENTIFIER = /^[a-f0-9]{64}$/;
const NAME_LENGTH_MAX = 255;

/**
 * Whether a text names an image: `[host[:port]/]path[:tag][@digest]`, the path in lower case. A kubelet says
 * `InvalidImageName` of any other, and tries no pull.
 * github.com/distribution/reference `reference.go`, as used by Kubernetes v1.36 `util/parsers.ParseImageName`.
 */
export function isImageReference(text: string): boolean {
  const [name = ""] = text.split("@");
  return name.length <= NAME_LENGTH_MAX && REFERENCE.test(text) && !IDENTIFIER.test(text);
}
