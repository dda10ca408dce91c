/**
 * The facts of an OpenID Identity Assurance `verification` member as `evidence` of W3C's data model (VCDM 1.1 §5.6): each
 * piece becomes a DocumentVerification, with what was not checked said beside it.
 */
export function evidenceOf(verification: unknown): Record<string, unknown>[] {
  if (typeof verification !== 'object' || verification === null) return [];
  const { evidence, ...rest } = verification as Record<string, unknown>;
  if (!Array.isArray(evidence)) return [];
  return evidence
    .filter((piece): piece is Record<string, unknown> => typeof piece === 'object' && piece !== null)
    .map(({ type, ...piece }) => ({
      type: ['DocumentVerification'],
      evidence_type: type,
      ...rest,
      ...piece,
    }));
}
