namespace Enas.Pipeline.Networks;

/// <summary>
/// The names of what a network says of itself where it is taken away, beside what its checkpoint says of its data
/// (<see cref="NetworkSections.Data"/>): how its inputs were made and how it was measured.
/// </summary>
internal static class NetworkTexts
{
    /// <summary>What the data are: <c>images</c> or <c>text</c>.</summary>
    public const string Kind = "data/kind";

    /// <summary>SHA-256 of the decoded data that it was trained on.</summary>
    public const string DataDigest = "data/digest";

    /// <summary>Images: channels, height and width.</summary>
    public const string Shape = "data/shape";

    /// <summary>Images: the names of the classes in the order of the outputs, as a JSON array.</summary>
    public const string Classes = "data/classes";

    /// <summary>Images: the number of classes.</summary>
    public const string ClassCount = "data/class-count";

    /// <summary>Images: the mean of each channel, in units of pixel values (0 to 255).</summary>
    public const string Means = "data/means";

    /// <summary>Images: the deviation of each channel, in units of pixel values (0 to 255).</summary>
    public const string Deviations = "data/deviations";

    /// <summary>Images: how files are understood, see <see cref="Tasks.Images.ImageLayoutOptions"/>.</summary>
    public const string Layout = "data/layout";

    /// <summary>Images: what the model takes, see <see cref="Onnx.ImageInputs"/>.</summary>
    public const string Input = "input";

    /// <summary>Text: what a token is.</summary>
    public const string Tokens = "data/tokens";

    /// <summary>Text: the words in the order of the outputs, as a JSON array.</summary>
    public const string Words = "data/words";

    /// <summary>Text: the word that stands for words outside the vocabulary; not there where none does.</summary>
    public const string UnknownWord = "data/unknown-word";

    /// <summary>Images of a batch, or streams of a text, in the validation and the test.</summary>
    public const string BatchSize = "evaluation/batch-size";

    /// <summary>Text: the longest window of the validation and the test.</summary>
    public const string SequenceLength = "evaluation/sequence-length";

    /// <summary>Which statistics batch norm uses: <c>running</c>, <c>batch</c> or <c>none</c>. With those of the batch an output depends on
    /// the others of its batch.</summary>
    public const string BatchNorm = "evaluation/batch-norm";

    /// <summary>What it is measured by.</summary>
    public const string Measure = "measure/name";

    /// <summary>What its best validation came to.</summary>
    public const string Validation = "measure/validation";

    /// <summary>What its test came to; not there where none was made.</summary>
    public const string Test = "measure/test";
}
