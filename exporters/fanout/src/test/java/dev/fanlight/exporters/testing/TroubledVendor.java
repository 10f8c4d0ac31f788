/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * An OTLP/HTTP receiver over plain sockets, so that it can also hang, reset and drip. It remembers the ids of the spans
 * that it took.
 */
public final class TroubledVendor implements AutoCloseable {

  /** What it does with one request. */
  public enum Conduct {
    /** Takes it. */
    TAKE,
    /** Refuses it with the status. */
    STATUS,
    /** Takes all spans but one, and says so. */
    TAKE_A_PART,
    /** Takes it after the time that the status stands for, in milliseconds. */
    TAKE_LATE,
    /** Reads it and says nothing. */
    HANG,
    /** Reads nothing. */
    READ_NOTHING,
    /** Reads one byte a second. */
    READ_SLOWLY,
    /** Answers one byte a second. */
    ANSWER_SLOWLY,
    /** Resets the connection. */
    RESET
  }

  /**
   * One decision.
   *
   * @param conduct what it does
   * @param number the status, or the milliseconds
   */
  public record Decision(Conduct conduct, int number) {}

  /** Decides on a request of so many bytes; called on several threads. */
  public interface Script {
    Decision decide(int number, int bytes);
  }

  private static final Object ONE_AT_A_TIME = new Object();

  private final ServerSocket server;
  private final Script script;
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private final Set<Long> taken = new HashSet<>();
  private int requests;

  private TroubledVendor(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon("accept", this::accept);
  }

  /** A vendor that listens on a free port of the loopback interface. */
  public static TroubledVendor start(Script script) {
    try {
      return new TroubledVendor(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/v1/traces";
  }

  /** The ids of all spans that it took. */
  public Set<Long> taken() {
    synchronized (taken) {
      return new HashSet<>(taken);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        synchronized (sockets) {
          sockets.removeIf(Socket::isClosed);
          sockets.add(socket);
        }
        daemon("serve", () -> serve(socket));
      }
    } catch (IOException closed) {
      end.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        goesOn = serve(socket, in);
      }
    } catch (IOException peerWentAway) {
      // which is its right
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean serve(Socket socket, InputStream in) throws IOException, InterruptedException {
    String head = head(in);
    int length = length(head);
    Decision decision = script.decide(nextNumber(), length);
    switch (decision.conduct()) {
      case RESET -> {
        socket.setSoLinger(true, 0); // close sends a reset
        return false;
      }
      case READ_NOTHING -> {
        boolean ignored = end.await(1, TimeUnit.SECONDS); // the peer gives up before
        return false;
      }
      case READ_SLOWLY -> {
        for (int i = 0; i < length && !end.await(1, TimeUnit.SECONDS); i++) {
          if (in.read() < 0) {
            return false;
          }
        }
        return false;
      }
      case TAKE, TAKE_A_PART, TAKE_LATE -> {
        List<Long> ids = ids(in, length, head.contains("content-encoding: gzip"));
        return answer(socket.getOutputStream(), decision, ids);
      }
      case HANG -> {
        in.skipNBytes(length);
        return in.read() >= 0; // until the peer gives up
      }
      default -> {
        in.skipNBytes(length);
        return answer(socket.getOutputStream(), decision, List.of());
      }
    }
  }

  private boolean answer(OutputStream out, Decision decision, List<Long> ids)
      throws IOException, InterruptedException {
    switch (decision.conduct()) {
      case ANSWER_SLOWLY -> {
        for (byte one :
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
          out.write(one);
          out.flush();
          if (end.await(1, TimeUnit.SECONDS)) {
            return false;
          }
        }
      }
      case TAKE_LATE -> {
        if (!end.await(decision.number(), TimeUnit.MILLISECONDS)) {
          take(ids);
          respond(out, 200, new byte[0]);
        }
      }
      case TAKE_A_PART -> {
        take(ids.subList(Math.min(1, ids.size()), ids.size()));
        respond(
            out,
            200,
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(1)
                    .setErrorMessage("one too many"))
                .build()
                .toByteArray());
      }
      case TAKE -> {
        take(ids);
        respond(out, 200, new byte[0]);
      }
      default -> respond(out, decision.number(), new byte[0]);
    }
    return end.getCount() > 0;
  }

  private static void respond(OutputStream out, int status, byte[] body) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(("HTTP/1.1 " + status + " Scripted\r\ncontent-type: application/x-protobuf\r\n"
            + "content-length: " + body.length + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
    answer.write(body);
    out.write(answer.toByteArray());
    out.flush();
  }

  private void take(List<Long> ids) {
    synchronized (taken) {
      taken.addAll(ids);
    }
  }

  /** Reads the body and keeps the ids of its spans; one request at a time, so that many need no more memory than one. */
  private static List<Long> ids(InputStream in, int length, boolean isGzip) throws IOException {
    synchronized (ONE_AT_A_TIME) {
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException();
      }
      InputStream message = new ByteArrayInputStream(body);
      List<Long> ids = new ArrayList<>();
      CodedInputStream fields =
          CodedInputStream.newInstance(isGzip ? new GZIPInputStream(message) : message);
      fields.setSizeLimit(Integer.MAX_VALUE);
      collect(fields, 0, ids);
      return ids;
    }
  }

  /** ExportTraceServiceRequest 1 resource_spans, 2 scope_spans, 2 spans, 2 span_id. */
  private static void collect(CodedInputStream fields, int depth, List<Long> ids)
      throws IOException {
    for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
      int wanted = depth == 0 ? 1 : 2;
      if (WireFormat.getTagFieldNumber(tag) != wanted) {
        fields.skipField(tag);
      } else if (depth == 3) {
        ids.add(fields.readBytes().asReadOnlyByteBuffer().getLong());
      } else {
        int before = fields.pushLimit(fields.readRawVarint32());
        collect(fields, depth + 1, ids);
        fields.popLimit(before);
      }
    }
  }

  private synchronized int nextNumber() {
    return requests++;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private static int length(String head) {
    int at = head.indexOf("content-length:") + "content-length:".length();
    return Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)).trim());
  }

  private static void daemon(String role, Runnable work) {
    Thread thread = new Thread(work, "troubled-vendor-" + role);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      server.close();
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
