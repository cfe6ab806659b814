"use client";

/** The last fallback, without styles or providers, since they may be the cause of the error. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", display: "grid", placeItems: "center", minHeight: "100vh" }}>
        <main style={{ maxWidth: 420, padding: 24 }}>
          <h1 style={{ fontSize: 22 }}>The panel could not show this page</h1>
          <p>Your servers are not affected. {error.digest ? `Code for the administrator: ${error.digest}.` : ""}</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
