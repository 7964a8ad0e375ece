package dev.faroe.sample.operator;

import java.util.List;

import dev.faroe.sample.pages.Page;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;

/**
 * How the server is doing: what the charts show together as a table, and the charts,
 * which a script draws.
 */
@Page
@RequestMapping("/operator/charts")
class ChartPage {

	private final Samples samples;

	private final OperatorProperties settings;

	ChartPage(Samples samples, OperatorProperties settings) {
		this.samples = samples;
		this.settings = settings;
	}

	@GetMapping
	Rendering show() {
		return Rendering.view("operator/charts")
			.modelAttribute("together", Sample.together(this.samples.all()))
			.modelAttribute("interval", this.settings.charts().interval().toMillis())
			.build();
	}

	@GetMapping(path = "/data", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<List<Sample>> data() {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(this.samples.all());
	}

}
