// A JSON-RPC connection over a WebSocket that reconnects by itself.
//
// @codemirror/lsp-client has no reconnection and no code actions, and it shows Markdown as HTML.

const RETRY_MILLISECONDS = [300, 600, 1_000, 2_000, 4_000];

type Handler = (params: never) => void;

interface Pending {
    resolve: (result: never) => void;
    reject: (error: Error) => void;
}

export type ConnectionState = "connecting" | "open" | "lost";

/** The connection ended before the response arrived. */
export class Disconnected extends Error {}

export class Connection {
    private socket: WebSocket | null = null;
    private pending = new Map<number, Pending>();
    private handlers = new Map<string, Handler>();
    private nextId = 1;
    private attempts = 0;
    private timer = 0;

    constructor(
        private readonly url: () => string,
        private readonly onOpen: () => Promise<void>,
        private readonly onState: (state: ConnectionState, attempts: number) => void,
    ) {}

    /** Connect, or connect again without waiting for the next attempt. */
    connect(): void {
        window.clearTimeout(this.timer);
        this.drop();
        const socket = new WebSocket(this.url());
        socket.binaryType = "arraybuffer";
        this.socket = socket;
        socket.onopen = () => {
            this.onOpen().then(
                () => {
                    if (this.socket === socket) {
                        this.attempts = 0;
                        this.onState("open", 0);
                    }
                },
                (error: unknown) => {
                    if (!(error instanceof Disconnected)) {
                        console.error(error);
                        socket.close();
                    }
                },
            );
        };
        socket.onmessage = (event) => {
            // pygls sends its messages as binary frames.
            const data: unknown = event.data;
            this.receive(data instanceof ArrayBuffer ? new TextDecoder().decode(data) : String(data));
        };
        socket.onclose = () => {
            if (this.socket === socket) {
                this.drop();
                this.onState("lost", ++this.attempts);
                const last = RETRY_MILLISECONDS.length - 1;
                const delay = RETRY_MILLISECONDS[Math.min(this.attempts - 1, last)];
                this.timer = window.setTimeout(() => this.connect(), delay);
            }
        };
    }

    on<P>(method: string, handler: (params: P) => void): void {
        this.handlers.set(method, handler as Handler);
    }

    request<R>(method: string, params: unknown): Promise<R> {
        return new Promise<R>((resolve, reject) => {
            const id = this.nextId++;
            if (!this.send({ jsonrpc: "2.0", id, method, params })) {
                reject(new Disconnected("not connected"));
                return;
            }
            this.pending.set(id, { resolve: resolve as (result: never) => void, reject });
        });
    }

    notify(method: string, params: unknown): boolean {
        return this.send({ jsonrpc: "2.0", method, params });
    }

    private send(message: object): boolean {
        if (this.socket?.readyState !== WebSocket.OPEN) {
            return false;
        }
        this.socket.send(JSON.stringify(message));
        return true;
    }

    private drop(): void {
        const socket = this.socket;
        this.socket = null;
        socket?.close();
        for (const { reject } of this.pending.values()) {
            reject(new Disconnected("the connection ended"));
        }
        this.pending.clear();
    }

    private receive(data: string): void {
        const message = JSON.parse(data) as {
            id?: number | string | null;
            method?: string;
            params?: unknown;
            result?: unknown;
            error?: { message?: string };
        };
        if (message.method !== undefined) {
            this.handlers.get(message.method)?.(message.params as never);
            if (message.id !== undefined && message.id !== null) {
                // The page announces no feature that a server would send requests for.
                const error = { code: -32601, message: "unknown method" };
                this.send({ jsonrpc: "2.0", id: message.id, error });
            }
            return;
        }
        const pending = this.pending.get(Number(message.id));
        this.pending.delete(Number(message.id));
        if (message.error) {
            pending?.reject(new Error(message.error.message ?? "the server reported an error"));
        } else {
            pending?.resolve(message.result as never);
        }
    }
}
