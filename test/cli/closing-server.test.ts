import * as fs from 'fs';
import * as net from 'net';
import type { AddressInfo } from 'net';
import * as path from 'path';
import { ExitCode } from '../../lib/cli';
import { Defect } from '../../lib/cli/cli-error';
import { HttpClient } from '../../lib/cli/http-client';
import { processIo } from '../../lib/cli/io';
import { LOCK_FILE, type LockFile } from '../../lib/releases';
import { startProxy } from './connect-proxy';
import { allowLoopback, FilesServer, once } from './files-server';
import { runCli, temporaryFolder } from './run-cli';
import { manifest, needsWith, pathsOf, writeApp } from './vendored-app';

allowLoopback();
jest.setTimeout(60_000);

/** More than the client would take in before somebody reads it, so that it would wait while the connection ends. */
const SIZE = 192 * 1024;

/** A server of HTTP/1.0, which closes the connection behind each answer; some of them break before their end. */
async function closingServer(text: Buffer, breaks: (count: number) => boolean = () => false): Promise<net.Server> {
  let count = 0;
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(`HTTP/1.0 200 OK\r\nContent-Length: ${text.length}\r\n\r\n`);
      socket.end(breaks(count++) ? text.subarray(0, -1) : text);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}

const addressOf = (server: net.Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('a server that closes the connection behind each answer', () => {
  // Whatever nobody catches, as what a client throws into an event of a socket, fails the test.
  test.each([
    ['directly', false],
    ['through a proxy', true],
  ])('gives all bytes %s to one who reads slowly', async (_way, proxied) => {
    const server = await closingServer(Buffer.alloc(SIZE, 'a'));
    const proxy = await startProxy();
    const env = proxied ? { http_proxy: proxy.address } : {};
    const client = new HttpClient({ env, signal: new AbortController().signal }, 20_000);
    const sizes = new Set<number>();
    const get = (): Promise<void> => client.get(new URL(addressOf(server)), {}, async ({ chunks }) => {
      let size = 0;
      for await (const chunk of chunks) {
        size += chunk.length;
        await new Promise((resolve) => { setTimeout(resolve, 2); });
      }
      sizes.add(size);
    });
    try {
      for (let turn = 0; turn < 20; turn++) await Promise.all([get(), get(), get(), get()]);
    } finally {
      await client.close();
      await proxy.stop();
      server.close();
    }

    expect([...sizes]).toEqual([SIZE]);
  });

  test('may have its body left alone in the middle', async () => {
    const server = await closingServer(Buffer.alloc(SIZE, 'a'));
    const client = new HttpClient({ env: {}, signal: new AbortController().signal }, 20_000);
    const get = (): Promise<void> => client.get(new URL(addressOf(server)), {}, async ({ chunks }) => {
      for await (const chunk of chunks) if (chunk.length > 0) break;
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    });
    try {
      for (let turn = 0; turn < 20; turn++) await Promise.all([get(), get(), get(), get()]);
    } finally {
      await client.close();
      server.close();
    }
  });

  test('fills a folder, where some of its answers break before their end', async () => {
    const text = manifest('core', 'x'.repeat(SIZE));
    const server = await closingServer(Buffer.from(text), (count) => count % 3 === 1);
    try {
      for (let turn = 0; turn < 5; turn++) {
        const cwd = temporaryFolder();
        writeApp(cwd, needsWith());
        const { code, stdout } = await runCli(['vendor', '--mirror', addressOf(server)], { cwd });

        expect([code, stdout]).toEqual([ExitCode.OK, expect.stringContaining('3 files, 3 downloaded')]);
      }
    } finally {
      server.close();
    }
  });
});

describe('an error that nobody catches', () => {
  test('ends the command in order: what is in place is locked, and the folder is free', async () => {
    const cwd = temporaryFolder();
    const paths = pathsOf();
    const server = new FilesServer();
    await server.start();
    writeApp(cwd, needsWith());
    const [slow = '', ...quick] = Object.keys(paths);
    for (const file of quick) server.at(paths[file]!, manifest('quick'));
    server.at(paths[slow]!, () => undefined);
    const controller = new AbortController();
    const inPlace = (file: string): boolean => fs.existsSync(path.join(cwd, 'releases', file));
    once(() => quick.every(inPlace), () => controller.abort(new Defect(new Error('odd'))));
    try {
      const { code, stderr } = await runCli(['vendor', '--mirror', server.address], { cwd, signal: controller.signal });

      expect(code).toBe(ExitCode.ERROR);
      expect(stderr).toContain('cdk8s-knative: KN-CLI-001 the command failed in a way that it does not foresee: `odd`');
    } finally {
      await server.stop();
    }
    const { files } = JSON.parse(fs.readFileSync(path.join(cwd, 'releases', LOCK_FILE), 'utf8')) as LockFile;
    expect(Object.keys(files).sort()).toEqual([...quick].sort());
    expect(inPlace('.vendoring')).toBe(false);
  });

  test('is told apart from an end that the user asks for, and ends a command that does not end by itself', () => {
    jest.useFakeTimers();
    const others = process.listeners('uncaughtException');
    const io = processIo();
    const exit = jest.spyOn(process, 'exit').mockImplementation();
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const [ours] = process.listeners('uncaughtException').filter((listener) => !others.includes(listener));
      ours?.(new Error('odd'), 'uncaughtException');
      expect(io.signal.reason).toEqual(new Defect(new Error('odd')));
      expect(exit).not.toHaveBeenCalled();
      jest.runAllTimers();
      expect(exit).toHaveBeenCalledWith(ExitCode.ERROR);
      expect(write).toHaveBeenCalledWith(expect.stringContaining('KN-CLI-001'));
    } finally {
      io.close();
      jest.restoreAllMocks();
      jest.useRealTimers();
    }
    expect(process.listeners('uncaughtException')).toEqual(others);
  });
});
