using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Predict;

/// <summary><c>enas predict</c>: what a trained network says of images or text.</summary>
internal static class PredictCommand
{
    private const int MostTop = 1000;

    public static Command Create()
    {
        var network = new Argument<string>("NETWORK")
        {
            Description = "An ONNX file that enas export wrote, from which alone it works; or a final training: its folder, "
                + "a unique prefix of its name or id under runs, or @last.",
        };
        var inputs = new Argument<string[]>("INPUT")
        {
            Description = "Images and folders of images, or text files and folders of text. Of a data set with parts its test part. None: "
                + "the test set of the training.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var top = new Option<int?>("--top")
        {
            Description = "How many classes or next words are named of each input.",
            HelpName = "K",
            DefaultValueFactory = _ => PredictArguments.UsualTop,
        }.Between(1, MostTop);
        var resize = new Option<string?>("--resize")
        {
            Description = "Images of another size: fit scales the whole image into the network's square, crop the square in its middle. "
                + "As in the training by default; where that took one size only, others are refused.",
        };
        resize.AcceptOnlyFromAmong("fit", "crop");
        var transpose = new Option<string?>("--transpose")
        {
            Description = "For a network whose training exchanged rows and columns of its images: whether that has to be done with these "
                + "too. no: they are upright already; yes: they lie as those of the training did. Tables and idx files are read as the "
                + "training's by default.",
        };
        transpose.AcceptOnlyFromAmong("yes", "no");
        var classes = new Option<string?>("--classes")
        {
            Description = "A text file with the names of the classes, one a line, for a network that does not carry them.",
            HelpName = "FILE",
        };
        var text = new Option<string?>("--text") { Description = "A text to go on with, as it is typed.", HelpName = "TEXT" };
        var unknown = new Option<string?>("--unknown")
        {
            Description = "The word of the network that stands for words that it does not know; as in the training by default.",
            HelpName = "WORD",
        };
        var verb = new VerbCommand("predict", "Says what a trained network predicts: the class of images, the perplexity of "
            + "a text and its next words; and how often it was right, where the folders of images say what they show.",
            "enas predict network.onnx photos");
        verb.Arguments.Add(network);
        verb.Arguments.Add(inputs);
        foreach (var option in (Option[])[top, resize, transpose, classes, text, unknown])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => PredictVerb.RunAsync(
            new PredictArguments(parsed.GetRequiredValue(network), parsed.GetValue(inputs) ?? [])
            {
                Top = parsed.GetValue(top) ?? PredictArguments.UsualTop,
                Resize = parsed.GetValue(resize),
                Transpose = parsed.GetValue(transpose) is { } word ? word == "yes" : null,
                Classes = parsed.GetValue(classes),
                Text = parsed.GetValue(text),
                Unknown = parsed.GetValue(unknown),
            },
            terminal));
    }
}
