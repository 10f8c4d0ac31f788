/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A peer that sends bytes as it likes. */
final class RawPeer implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static RawPeer connect(int port) throws IOException {
    return connect(new Socket(), port);
  }

  static RawPeer connect(Socket socket, int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new RawPeer(socket);
  }

  RawPeer send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Reads the head of one answer, and its body if it has one. */
  String answer() throws IOException {
    String head = head();
    return head + body(head);
  }

  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) next());
    }
    return head.toString();
  }

  private String body(String head) throws IOException {
    String name = "content-length: ";
    int start = head.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
    int length = Integer.parseInt(head.substring(start, head.indexOf('\r', start)));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the endpoint has closed the connection");
    }
    return next;
  }

  /** Waits until the endpoint closes the connection; returns whether it did so without another byte. */
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Returns whether the connection is open and nothing has arrived. */
  boolean isOpen() throws IOException {
    socket.setSoTimeout(1);
    try {
      in.read();
      return false;
    } catch (SocketTimeoutException nothing) {
      return true;
    } catch (SocketException reset) {
      return false;
    } finally {
      socket.setSoTimeout(TIMEOUT_MILLIS);
    }
  }

  /** Reads what is there; returns whether the connection has ended. */
  boolean isCut() {
    try {
      while (in.read(new byte[64 * 1024]) >= 0) {}
      return true;
    } catch (SocketException reset) {
      return true;
    } catch (IOException timeout) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
