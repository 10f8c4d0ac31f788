/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.frameworks.quarkus;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A resource that answers after the time that the request names. */
@Path("/order")
public class OrderResource {

  private final CountDownLatch never = new CountDownLatch(1);

  /** Waits, and returns the answer. */
  @GET
  public String order(@QueryParam("millis") @DefaultValue("0") long millis)
      throws InterruptedException {
    System.out.println("order received");
    return never.await(millis, TimeUnit.MILLISECONDS) ? "" : "ordered";
  }
}
