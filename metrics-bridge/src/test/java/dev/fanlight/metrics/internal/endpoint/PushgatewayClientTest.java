/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushgatewayClientTest {
  @ParameterizedTest
  @CsvSource({
    "http://push_gateway:9091, nightly, http://push_gateway:9091/metrics/job/nightly",
    "http://user:secret@push_gateway:9091, nightly, http://push_gateway:9091/metrics/job/nightly",
    "http://[::1]:9091/, nightly, http://[::1]:9091/metrics/job/nightly",
    "http://gateway/prefix//, nightly, http://gateway/prefix/metrics/job/nightly",
    "http://gateway, a/b, http://gateway/metrics/job@base64/YS9i",
    "http://gateway, .., http://gateway/metrics/job@base64/Li4=",
    "http://gateway, a b+c, http://gateway/metrics/job/a%20b%2Bc",
  })
  void a_push_goes_to_the_group_of_the_job(URI address, String job, String group) {
    assertThat(new PushgatewayClient(address, job).group()).hasToString(group);
  }

  @Test
  void an_address_or_a_job_that_cannot_work_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PushgatewayClient(URI.create("http://gateway"), " "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PushgatewayClient(URI.create("http://gateway/?a=b"), "nightly"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PushgatewayClient(URI.create("http:gateway"), "nightly"));
  }
}
