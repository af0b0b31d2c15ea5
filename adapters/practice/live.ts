// Tells open pages that something changed. What changed is not said: the page asks again and draws what the record and
// the room have now, so that a lost event costs nothing but delay.

import type { Room } from './room.ts'

const heartbeatMs = 20_000

export function liveEvents(room: Room, signal: AbortSignal, closing: Promise<void>): Response {
  const letters = new TextEncoder()
  let end = () => {}
  const stream = new ReadableStream<Uint8Array>({
    start(out) {
      let open = true
      const tell = (line: string) => {
        if (open) out.enqueue(letters.encode(line))
      }
      const leave = room.subscribe(() => tell('data: look\n\n'))
      // Proxies close what is silent for long, and the browser would have to come back.
      const beat = setInterval(() => tell(': still here\n\n'), heartbeatMs)
      end = () => {
        if (!open) return
        open = false
        leave()
        clearInterval(beat)
        signal.removeEventListener('abort', end)
        out.close()
      }
      tell('retry: 1000\ndata: look\n\n')
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
      void closing.then(end)
    },
    // The browser went away first; the stream is closed already.
    cancel: () => end(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}
