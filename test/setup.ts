import * as net from 'net';

// Synth reads no network: a test that opens a socket fails where it does.
jest.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
  throw new Error('a test opened a network connection');
});
