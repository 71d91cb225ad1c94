export declare const LAYERS: Readonly<Record<string, readonly string[]>>;
export declare const ALLOWED: Readonly<Record<string, readonly string[]>>;
