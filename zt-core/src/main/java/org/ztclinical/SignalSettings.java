package org.ztclinical;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.session.EventPolling;
import org.ztclinical.session.Sessions;
import org.ztclinical.session.SignalReceiver;
import org.ztclinical.signal.EventPoll;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.signal.LogoutTokens;
import org.ztclinical.signal.SecurityEvents;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.state.StateStore;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/** What the builder is told about what issuers tell. */
final class SignalSettings {
  private final List<LogoutRule> logouts = new ArrayList<>();
  private final List<EventTransmitter> transmitters = new ArrayList<>();
  private final List<EventPoll> polls = new ArrayList<>();

  void logout(LogoutRule... rules) {
    if (rules.length == 0) {
      throw new IllegalArgumentException(
          "backChannelLogout: whose logout tokens? LogoutRule.of(…)");
    }
    for (LogoutRule rule : rules) {
      logouts.forEach(known -> requireApart(known, rule));
      logouts.add(rule);
    }
  }

  private static void requireApart(LogoutRule known, LogoutRule rule) {
    if (known.issuer().equals(rule.issuer())
        && !Collections.disjoint(known.clientIds(), rule.clientIds())) {
      throw new IllegalArgumentException(
          "backChannelLogout: two rules for logout tokens of "
              + rule.issuer()
              + " name the same client id; give each client one LogoutRule");
    }
  }

  void push(EventTransmitter... senders) {
    if (senders.length == 0) {
      throw new IllegalArgumentException("securityEvents: whose events? EventTransmitter.of(…)");
    }
    for (EventTransmitter sender : senders) {
      if (!sender.mayPush()) {
        throw new IllegalArgumentException(
            "securityEvents: how does "
                + sender.issuer()
                + " authenticate? call pushSecret(…), or acceptUnauthenticatedPush()");
      }
    }
    transmitters.addAll(Arrays.asList(senders));
  }

  void poll(EventPoll... given) {
    if (given.length == 0) {
      throw new IllegalArgumentException("pollSecurityEvents: whose events? EventPoll.of(…)");
    }
    for (EventPoll poll : given) {
      if (!poll.isAuthenticated()) {
        throw new IllegalArgumentException(
            "pollSecurityEvents: how do we authenticate to "
                + poll.transmitter().issuer()
                + "? call bearer(…), authorization(…) or httpClient(…)");
      }
      transmitters.add(poll.transmitter());
      polls.add(poll);
    }
  }

  void check(List<TrustedIssuer> issuers) {
    List<String> known = issuers.stream().map(TrustedIssuer::issuer).toList();
    for (LogoutRule rule : logouts) {
      if (!known.contains(rule.issuer())) {
        throw new IllegalStateException(
            "logout tokens of " + rule.issuer() + ": call trustIssuer for it, too");
      }
    }
    for (EventTransmitter transmitter : transmitters) {
      if (transmitter.speaksFor().stream().noneMatch(known::contains)) {
        throw new IllegalStateException(
            "events of "
                + transmitter.issuer()
                + " are about no trusted issuer's users: call speakFor(issuer) on it");
      }
    }
  }

  /** Who tells of events. */
  List<String> transmitters() {
    return transmitters.stream().map(EventTransmitter::issuer).toList();
  }

  void verifiedBy(TokenVerifier.Builder verifier) {
    transmitters.forEach(transmitter -> verifier.transmitter(transmitter.keys()));
  }

  Optional<SignalReceiver> receiver(
      TokenVerifier tokens, Sessions sessions, Optional<StateStore> shared, InstantSource clock) {
    if (logouts.isEmpty() && transmitters.isEmpty()) {
      return Optional.empty();
    }
    StateStore received = shared.orElseGet(() -> InMemoryState.create(clock));
    return Optional.of(
        new SignalReceiver(
            new LogoutTokens(tokens.statementsOfIssuers(), logouts, clock),
            new SecurityEvents(tokens.statementsOfTransmitters(), transmitters, clock),
            sessions,
            received,
            clock));
  }

  List<EventPolling> fetched(
      Optional<SignalReceiver> receiver, NoticeListener notices, InstantSource clock) {
    return receiver
        .map(
            to -> polls.stream().map(poll -> EventPolling.start(poll, to, clock, notices)).toList())
        .orElseGet(List::of);
  }
}
