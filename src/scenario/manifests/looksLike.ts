/** Whether a text is a workflow of GitHub Actions or a manifest of Kubernetes: its objects say their kind; scenarios have none, and an apiVersion of their own. */
export function looksLikeManifest(text: string): boolean {
  if (/^[ \t]*["']?apiVersion["']?[ \t]*:[ \t]*["']?drydock\//m.test(text)) return false;
  if (/^["']?jobs["']?[ \t]*:/m.test(text) && /^["']?on["']?[ \t]*:/m.test(text)) return true;
  return /^[ \t{]*["']?kind["']?[ \t]*:/m.test(text);
}
