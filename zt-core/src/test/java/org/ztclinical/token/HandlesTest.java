package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonReader;

/** By which names a token can be ended: who ends it and who judges it must mean the same. */
class HandlesTest {
  private static final String ISSUER = "https://issuer.example";
  private static final int ALL = 63;

  @Test
  void aHandleIsHalfTheHashOfIssuerAndParts() throws Exception {
    ByteArrayOutputStream hashed = new ByteArrayOutputStream();
    hashed.writeBytes(counted(ISSUER));
    hashed.write(HandlePart.SUBJECT.bit());
    hashed.writeBytes(counted("Müller"));
    hashed.write(HandlePart.CLIENT.bit());
    hashed.writeBytes(counted("app-1"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(hashed.toByteArray());

    Handle handle =
        Handle.of(ISSUER, Map.of(HandlePart.CLIENT, "app-1", HandlePart.SUBJECT, "Müller"));

    assertThat(handle.text()).isEqualTo(HexFormat.of().formatHex(hash, 0, 16));
  }

  private static byte[] counted(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + utf8.length).putInt(utf8.length).put(utf8).array();
  }

  @Test
  void otherIssuersPartsOrValuesAreOtherHandles() {
    assertThat(
            new Handle[] {
              Handle.of(ISSUER, Map.of()),
              Handle.of(ISSUER + "/", Map.of()),
              Handle.of(ISSUER, Map.of(HandlePart.SUBJECT, "")),
              Handle.of(ISSUER, Map.of(HandlePart.SUBJECT, "a")),
              Handle.of(ISSUER, Map.of(HandlePart.CLIENT, "a")),
              Handle.of(ISSUER, Map.of(HandlePart.SUBJECT, "ab", HandlePart.CLIENT, "c")),
              Handle.of(ISSUER, Map.of(HandlePart.SUBJECT, "a", HandlePart.CLIENT, "bc"))
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void aHandleIsReadAsItWasWrittenAndFromNothingElse() {
    Handle handle = new Handle(1, -1);

    assertThat(handle.text()).isEqualTo("0000000000000001ffffffffffffffff");
    assertThat(new Handle(-1, 1).text()).isEqualTo("ffffffffffffffff0000000000000001");
    assertThat(Handle.parse(handle.text())).contains(handle);
    assertThat(Handle.parse(handle.text())).isNotEqualTo(Handle.parse(new Handle(1, 0).text()));
    assertThat(handle).isNotEqualTo(new Handle(0, -1)).isNotEqualTo(new Handle(1, 1));
    assertThat(handle.equals("a text")).isFalse();
    for (String other :
        new String[] {
          "", "x".repeat(32), "A".repeat(32), "0".repeat(31), "0".repeat(33), "-" + "0".repeat(31)
        }) {
      assertThat(Handle.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void aTokenIsEndedByEachOfItsPartsAndByAllOfThem() throws Exception {
    Handles handles = handles("\"jti\":\"t-1\",\"sid\":\"s-1\",\"device_id\":\"d-1\"", "k-1");
    Map<HandlePart, String> parts =
        Map.of(
            HandlePart.TOKEN, "t-1",
            HandlePart.SESSION, "s-1",
            HandlePart.SUBJECT, "user-1",
            HandlePart.CLIENT, "app-1",
            HandlePart.DEVICE, "d-1",
            HandlePart.KEY, "k-1");

    parts.forEach(
        (part, value) ->
            assertThat(handles.of(part.bit()))
                .as(part.name())
                .isEqualTo(Handle.of(ISSUER, Map.of(part, value))));
    assertThat(handles.of(ALL)).isEqualTo(Handle.of(ISSUER, parts)).isSameAs(handles.of(ALL));
    assertThat(handles.of(0)).isEqualTo(Handle.of(ISSUER, Map.of()));
    assertThat(handles.isMalformed()).isFalse();
  }

  @Test
  void aPartThatATokenDoesNotHaveCountsAsEmpty() throws Exception {
    Handles handles = handles("\"x\":1", null);

    for (HandlePart absent :
        new HandlePart[] {
          HandlePart.TOKEN, HandlePart.SESSION, HandlePart.DEVICE, HandlePart.KEY
        }) {
      assertThat(handles.of(absent.bit()))
          .as(absent.name())
          .isEqualTo(Handle.of(ISSUER, Map.of(absent, "")));
    }
    assertThat(handles.isMalformed()).isFalse();
  }

  @Test
  void theFirstClaimThatNamesADeviceCounts() throws Exception {
    assertThat(device("\"deviceid\":\"b\"")).isEqualTo(device("\"device_id\":\"b\""));
    assertThat(device("\"deviceid\":\"b\",\"device_id\":\"a\""))
        .isEqualTo(device("\"device_id\":\"a\""));
  }

  private static Handle device(String claims) throws Exception {
    return handles(claims, null).of(HandlePart.DEVICE.bit());
  }

  @Test
  void aClaimThatCannotBeReadIsTold() throws Exception {
    for (String claims :
        new String[] {
          "\"sid\":1",
          "\"sid\":\"\"",
          "\"sid\":null",
          "\"device_id\":[]",
          "\"deviceid\":1",
          "\"device_id\":\"a\",\"deviceid\":1",
          "\"device_id\":1,\"deviceid\":\"a\"",
          "\"sid\":1,\"device_id\":\"a\",\"deviceid\":\"a\""
        }) {
      assertThat(handles(claims, null).isMalformed()).as(claims).isTrue();
    }
    assertThat(handles("\"device_id\":1,\"deviceid\":\"a\"", null).of(HandlePart.DEVICE.bit()))
        .isEqualTo(device("\"deviceid\":\"a\""));
  }

  private static Handles handles(String claims, @Nullable String keyId) throws Exception {
    String all =
        "{\"iss\":\"%s\",\"sub\":\"user-1\",\"client_id\":\"app-1\",\"aud\":\"a\",\"iat\":1,\"exp\":2,%s}"
            .formatted(ISSUER, claims);
    return Handles.of(
        AccessTokenClaims.parse(
            JsonReader.of(JsonLimits.forClaims()).readObject(all.getBytes(StandardCharsets.UTF_8)),
            IssuerReading.STANDARD),
        keyId);
  }
}
