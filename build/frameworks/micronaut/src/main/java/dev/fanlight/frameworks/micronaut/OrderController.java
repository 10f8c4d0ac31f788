/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.frameworks.micronaut;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A controller that answers after the time that the request names. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class OrderController {

  private final CountDownLatch never = new CountDownLatch(1);

  @Get(uri = "/order", produces = MediaType.TEXT_PLAIN)
  String order(@QueryValue(defaultValue = "0") long millis) throws InterruptedException {
    System.out.println("order received");
    return never.await(millis, TimeUnit.MILLISECONDS) ? "" : "ordered";
  }
}
