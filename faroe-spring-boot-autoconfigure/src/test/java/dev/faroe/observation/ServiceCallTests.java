package dev.faroe.observation;

import java.util.ArrayList;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link ServiceCall}.
 */
class ServiceCallTests {

	private static final String NAME = "faroe.user.get";

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<ServiceCallContext> stopped = new ArrayList<>();

	@BeforeEach
	void record() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<ServiceCallContext>() {

			@Override
			public void onStop(ServiceCallContext context) {
				ServiceCallTests.this.stopped.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ServiceCallContext;
			}

		});
	}

	@Test
	void observesEachSubscription() {
		Mono<String> call = ServiceCall.observe(Mono.just("a"), NAME, this.registry);
		assertThat(this.stopped).isEmpty();
		StepVerifier.create(call).expectNext("a").verifyComplete();
		StepVerifier.create(call).expectNext("a").verifyComplete();
		assertThat(outcomes()).containsExactly("SUCCESS", "SUCCESS");
	}

	@Test
	void tellsHowItEnded() {
		StepVerifier.create(ServiceCall.observe(Mono.empty(), NAME, this.registry)).verifyComplete();
		StepVerifier.create(ServiceCall.observe(Flux.just(1, 2), NAME, this.registry))
			.expectNext(1, 2)
			.verifyComplete();
		StepVerifier
			.create(ServiceCall.observe(Mono.error(new FaroeException(FaroeError.NOT_FOUND)), NAME, this.registry))
			.verifyError();
		StepVerifier.create(ServiceCall.observe(Flux.never(), NAME, this.registry)).thenCancel().verify();
		assertThat(outcomes()).containsExactly("SUCCESS", "SUCCESS", "NOT_FOUND", "CANCELLED");
		assertThat(this.stopped).allMatch((context) -> context.getError() == null);
	}

	@Test
	void leavesOutWhatAFailureSays() {
		Mono<String> failure = Mono.error(new IllegalStateException("Duplicate ann@example.com"));
		StepVerifier.create(ServiceCall.observe(failure, NAME, this.registry)).verifyError(IllegalStateException.class);
		assertThat(outcomes()).containsExactly("INTERNAL_ERROR");
		assertThat(this.stopped.get(0).getError()).hasMessage("java.lang.IllegalStateException").hasNoCause();
	}

	@Test
	void isTheParentOfCallsWithin() {
		Mono<String> inner = ServiceCall.observe(Mono.just("a"), "faroe.user.require", this.registry);
		StepVerifier.create(ServiceCall.observe(inner, NAME, this.registry)).expectNext("a").verifyComplete();
		assertThat(this.stopped).hasSize(2);
		assertThat(this.stopped.get(0).getParentObservation()).isNotNull()
			.extracting((parent) -> parent.getContextView())
			.isSameAs(this.stopped.get(1));
	}

	private List<String> outcomes() {
		return this.stopped.stream()
			.map((context) -> context.getLowCardinalityKeyValues().stream().findFirst().orElseThrow().getValue())
			.toList();
	}

}
