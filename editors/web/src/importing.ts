// Opening a document: dropped on the page, or chosen with the button.

import type { LanguageClient } from "./client";
import { byId } from "./dom";
import { notify } from "./status";

/** @param maxBytes the size of the largest document that the server reads. */
export function acceptDocuments(client: LanguageClient, maxBytes: number, open: (text: string) => void): void {
    const openDocument = (file: File | undefined) => read(file, client, maxBytes, open);
    const input = byId<HTMLInputElement>("open-file");
    byId("open").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
        void openDocument(input.files?.[0]);
        input.value = ""; // so the same file can be chosen again
    });
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    // Captured, because the editor would insert the file's bytes as text.
    document.addEventListener("dragover", (event) => {
        if (hasFiles(event)) {
            event.preventDefault();
            document.body.classList.add("dragging");
        }
    }, true);
    const stop = () => document.body.classList.remove("dragging");
    document.addEventListener("dragleave", (event) => {
        if (event.relatedTarget === null) {
            stop();
        }
    });
    document.addEventListener("drop", (event) => {
        stop();
        if (hasFiles(event)) {
            event.preventDefault();
            event.stopPropagation();
            const files = event.dataTransfer?.files ?? [];
            if (files.length > 1) {
                notify("Drop one document at a time.");
            } else {
                void openDocument(files[0]);
            }
        }
    }, true);
    byId("import-close").addEventListener("click", () => {
        byId("imported").hidden = true;
    });
}

async function read(
    file: File | undefined,
    client: LanguageClient,
    maxBytes: number,
    open: (text: string) => void,
): Promise<void> {
    if (!file) {
        return;
    }
    if (file.size > maxBytes) {
        notify(`${file.name} is too large to open: ${maxBytes / 1_000_000} MB at most.`);
        return;
    }
    try {
        const { status, text, notes = [], message } = await client.importFile(file.name, await toBase64(file));
        if (status === "error" || text === undefined) {
            notify(`${file.name}: ${message ?? "it can’t be opened"}`);
            return;
        }
        open(text);
        notify(`Opened a copy of ${file.name}. The file itself doesn’t change.`);
        byId("imported").hidden = notes.length === 0;
        byId("imported-text").textContent = `${file.name}: ${notes.join(" ").replaceAll(". Left out:", ",")}`;
    } catch (error) {
        notify(`${file.name} can’t be opened: ${error instanceof Error ? error.message : String(error)}`);
    }
}

async function toBase64(file: File): Promise<string> {
    const url = await new Promise<string>((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(String(reader.result));
        reader.onerror = () => reject(reader.error ?? new Error("it can’t be read"));
        reader.readAsDataURL(file);
    });
    return url.slice(url.indexOf(",") + 1);
}
