import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges PDF files by PDF/UA-1 (ISO 14289-1): a line per file and broken rule, "ok" where none is broken. */
public class ValidatePdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean allWell = true;
        for (String file : files) {
            try (PDFAParser parser =
                    Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFUA_1)) {
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false);
                ValidationResult result = validator.validate(parser);
                TreeMap<String, String> broken = new TreeMap<>();
                for (TestAssertion one : result.getTestAssertions()) {
                    if (one.getStatus() == TestAssertion.Status.FAILED) {
                        broken.putIfAbsent(
                                one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber(),
                                one.getMessage());
                    }
                }
                broken.forEach((rule, message) -> System.out.println(file + "\t" + rule + "\t" + message));
                if (broken.isEmpty()) {
                    System.out.println(file + "\tok");
                }
                allWell &= result.isCompliant();
            }
        }
        System.exit(allWell ? 0 : 1);
    }
}
