export const rooms: Record<string, { rooms: string[] }>;
export function wrongImports(path: string, source: string): string[];
