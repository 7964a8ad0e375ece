package dev.faroe.observation;

import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Counts attempts to authenticate, by what was presented and how it ended.
 */
final class AuthenticationMeters implements ObservationHandler<ServiceCallContext> {

	static final Map<String, String> FACTORS = Map.of("faroe.user.authenticate", "password",
			"faroe.user.authenticate.discreetly", "password", "faroe.user.authenticate.verified", "password",
			"faroe.password.verify", "password", "faroe.totp.verify", "totp", "faroe.totp.verify.any", "totp",
			"faroe.recovery.code.verify", "recovery-code", "faroe.recovery.code.reset.second.factors", "recovery-code",
			"faroe.passkey.authenticate", "passkey", "faroe.log.in.code.verify", "emailed-code");

	private final MeterRegistry registry;

	AuthenticationMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServiceCallContext;
	}

	@Override
	public void onStop(ServiceCallContext context) {
		String factor = FACTORS.get(String.valueOf(context.getName()));
		if (factor != null) {
			Counter.builder("faroe.authentication")
				.description("Attempts to authenticate")
				.tag("factor", factor)
				.tag(ServiceCallContext.OUTCOME, context.outcome())
				.register(this.registry)
				.increment();
		}
	}

}
