import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.v1.CloudEventV1;
import io.cloudevents.sql.EvaluationException;
import io.cloudevents.sql.EvaluationRuntime;
import io.cloudevents.sql.Expression;
import io.cloudevents.sql.Parser;
import io.cloudevents.sql.Result;
import io.cloudevents.sql.Type;
import io.cloudevents.sql.impl.ExceptionFactoryImpl;
import io.cloudevents.sql.impl.runtime.EvaluationContextImpl;
import io.cloudevents.sql.impl.runtime.EvaluationResult;
import io.cloudevents.sql.impl.runtime.TypeCastingProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.antlr.v4.runtime.misc.Interval;

/**
 * Answers what the data plane of a Kafka broker answers, a line for a line, until there are no more:
 *
 * <pre>
 * event name=value name=value ...    kept, and numbered from 0
 * expression text 0,3,5              an answer for each of these events, with a blank between: verdict:type:value:faults
 * </pre>
 *
 * Values and texts are in base64. The answer is a JSON text, as all answers in the judge are.
 */
public final class Cesql {
    private static final EvaluationRuntime RUNTIME = EvaluationRuntime.builder().build();
    private static final List<CloudEvent> EVENTS = new ArrayList<>();

    private Cesql() {}

    public static void main(String[] args) throws IOException {
        // The lexer prints what it skips.
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            // Questions are JSON texts of what base64 and blanks can hold, so that only the quotes are to be taken off.
            out.print('"' + answer(line.substring(1, line.length() - 1)) + "\"\n");
            if (!in.ready()) {
                out.flush();
            }
        }
        out.flush();
    }

    private static String answer(String question) {
        String[] parts = question.split(" ", -1);
        try {
            return parts[0].equals("event") ? keep(parts) : judge(decoded(parts[1]), parts[2]);
        } catch (RuntimeException e) {
            return "refused " + e.getClass().getSimpleName();
        } catch (StackOverflowError e) {
            return "refused StackOverflowError";
        }
    }

    /** Makes an event of texts, as the one that comes out of a topic. */
    private static String keep(String[] attributes) {
        CloudEventBuilder builder = CloudEventBuilder.fromSpecVersion(SpecVersion.V1);
        for (int i = 1; i < attributes.length; i++) {
            int equals = attributes[i].indexOf('=');
            String name = attributes[i].substring(0, equals);
            if (!name.equals(CloudEventV1.SPECVERSION)) {
                builder.withContextAttribute(name, decoded(attributes[i].substring(equals + 1)));
            }
        }
        EVENTS.add(builder.build());
        return "event " + (EVENTS.size() - 1);
    }

    private static String judge(String text, String events) {
        Expression expression = Parser.parseDefault(text);
        StringBuilder answer = new StringBuilder("parsed");
        for (String number : events.split(",")) {
            answer.append(' ').append(evaluated(text, expression, EVENTS.get(Integer.parseInt(number))));
        }
        return answer.toString();
    }

    private static String evaluated(String text, Expression expression, CloudEvent event) {
        try {
            Result result = expression.evaluate(RUNTIME, event);
            StringBuilder faults = new StringBuilder();
            for (EvaluationException cause : result.causes()) {
                faults.append(faults.length() == 0 ? "" : "+").append(cause.getKind());
            }
            Object value = result.value();
            return passes(text, value) + ':' + value.getClass().getSimpleName() + ':' + encoded(value.toString()) + ':' + faults;
        } catch (RuntimeException e) {
            return "throws:" + e.getClass().getSimpleName() + "::";
        }
    }

    /** Whatever went wrong on the way, the value alone decides. Follows Java: filter/subscriptionsapi/CeSqlFilter.java */
    private static String passes(String text, Object value) {
        EvaluationContextImpl context =
                new EvaluationContextImpl(new Interval(0, text.length()), text, new ExceptionFactoryImpl(true));
        try {
            Result cast = TypeCastingProvider.cast(context, new EvaluationResult(value), Type.BOOLEAN);
            return (Boolean) cast.value() ? "pass" : "fail";
        } catch (EvaluationException e) {
            return "fail";
        }
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
