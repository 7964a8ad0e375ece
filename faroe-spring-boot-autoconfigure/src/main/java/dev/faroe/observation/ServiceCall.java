package dev.faroe.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.FaroeException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The observation of one call, from its subscription to its end.
 */
final class ServiceCall {

	/**
	 * Where Micrometer and Spring keep the current observation in a Reactor context. The
	 * constant for it is in a class that needs an optional library.
	 */
	static final String CURRENT = "micrometer.observation";

	private static final int SERVER_ERROR = 500;

	private final ServiceCallContext context = new ServiceCallContext();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Observation observation;

	private ServiceCall(String name, ObservationRegistry registry, ContextView reactorContext) {
		this.observation = Observation.createNotStarted(name, () -> this.context, registry)
			.contextualName(name)
			.parentObservation(reactorContext.getOrDefault(CURRENT, null))
			.start();
	}

	static <T> Mono<T> observe(Mono<T> result, String name, ObservationRegistry registry) {
		return result.tap((context) -> new Listener<T>(new ServiceCall(name, registry, context), true));
	}

	static <T> Flux<T> observe(Flux<T> result, String name, ObservationRegistry registry) {
		return result.tap((context) -> new Listener<T>(new ServiceCall(name, registry, context), false));
	}

	private void end(@Nullable Throwable ex) {
		if (this.ended.compareAndSet(false, true)) {
			if (ex != null && isServerError(ex)) {
				this.observation.error(new ServiceFailure(ex));
			}
			stop(ServiceCallContext.outcomeOf(ex));
		}
	}

	private void cancel() {
		if (this.ended.compareAndSet(false, true)) {
			stop(ServiceCallContext.CANCELLED);
		}
	}

	private void stop(String outcome) {
		this.context.outcome(outcome);
		this.observation.lowCardinalityKeyValue(ServiceCallContext.OUTCOME, outcome).stop();
	}

	/**
	 * A wrong password is no error of the application.
	 */
	private static boolean isServerError(Throwable ex) {
		return !(ex instanceof FaroeException faroe) || faroe.error().status() >= SERVER_ERROR;
	}

	/**
	 * Stands for a failure whose message could quote what nobody else may see, such as
	 * the values of a row.
	 */
	private static final class ServiceFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		ServiceFailure(Throwable failure) {
			super(failure.getClass().getName(), null, false, false);
		}

	}

	/**
	 * Ends a call: one operator for everything, because the services are called often.
	 */
	private static final class Listener<T> extends DefaultSignalListener<T> {

		private final ServiceCall call;

		private final boolean endsWithValue;

		/**
		 * Create a listener.
		 */
		Listener(ServiceCall call, boolean endsWithValue) {
			this.call = call;
			this.endsWithValue = endsWithValue;
		}

		@Override
		public Context addToContext(Context context) {
			return context.put(CURRENT, this.call.observation);
		}

		@Override
		public void doOnNext(T value) {
			if (this.endsWithValue) {
				this.call.end(null);
			}
		}

		@Override
		public void doOnComplete() {
			this.call.end(null);
		}

		@Override
		public void doOnError(Throwable ex) {
			this.call.end(ex);
		}

		@Override
		public void doOnCancel() {
			this.call.cancel();
		}

	}

}
