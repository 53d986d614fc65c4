using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Verbs.Predict;

/// <summary>What a language model says of one text.</summary>
/// <param name="Input">What the text is called.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Replaced">For how many of them the unknown word stands.</param>
/// <param name="Count">Tokens that were predicted.</param>
/// <param name="Loss">Mean loss of those in nats; null where there is none.</param>
/// <param name="Next">The likeliest next tokens; none where a batch is needed for them.</param>
internal sealed record PredictedText(
    string Input, int Tokens, int Replaced, int Count, double? Loss, IReadOnlyList<(string Word, double Probability)> Next)
{
    /// <summary>e^(mean loss); null where there is none.</summary>
    public double? Perplexity => Loss is { } loss ? Math.Exp(loss) : null;
}

/// <summary>The perplexity of texts, and their next words.</summary>
internal static class TextPrediction
{
    private const string Typed = "--text";

    public static int Run(PredictRequest request, Terminal terminal)
    {
        var network = new TextNetwork(request.File);
        PredictedText[] predicted =
            [.. Texts(request, network).Select(text => Of(network, text.Name, text.Tokens, request.Arguments.Top))];
        Write(request.File, network, predicted, terminal);
        terminal.Result(ToJson(request.File, predicted));
        return ExitCodes.Done;
    }

    private static IEnumerable<(string Name, GivenTokens Tokens)> Texts(PredictRequest request, TextNetwork network)
    {
        var arguments = request.Arguments;
        if (arguments.Resize is not null || arguments.Classes is not null || arguments.Transpose is not null)
        {
            throw new CommandLineException("--resize, --transpose and --classes are for networks on images; this one takes text");
        }

        if (arguments.Unknown is { } word && !network.Vocabulary.TryGetId(word, out _))
        {
            throw new CommandLineException($"--unknown {ForeignText.Shown(word)}: is no word of the network itself");
        }

        if (arguments is { Inputs: [], Text: null })
        {
            return [("test set", OwnTest(request))];
        }

        var given = new GivenText(network.Vocabulary, network.Unit, arguments.Unknown ?? network.UnknownWord);
        var typed = arguments.Text is { } text ? [(Typed, given.Typed(Typed, text))] : Array.Empty<(string, GivenTokens)>();
        return [.. arguments.Inputs.Select(input => (input, given.Read(Surroundings.FullPath(input)))), .. typed];
    }

    private static GivenTokens OwnTest(PredictRequest request) =>
        request.RequireOwnData("a text file, or the folder of one, or a text with --text").Tokens
            is { Test: { Length: > 1 } test }
            ? new GivenTokens(test, 0)
            : throw new CommandLineException("the data of the training have no test text: give a text file");

    // A text that is typed is one stream, since that is how it is meant; a file is measured as the training measured its test.
    private static PredictedText Of(TextNetwork network, string name, GivenTokens tokens, int top)
    {
        var streams = name == Typed && !network.IsOfBatch ? 1 : network.BatchSize;
        var (loss, count) = tokens.Ids.Length > 1 ? TextReading.LossOf(network, tokens.Ids, streams) : (0, 0);
        return new PredictedText(name, tokens.Ids.Length, tokens.Replaced, count, count > 0 ? loss / count : null,
            network.IsOfBatch ? [] : TextReading.NextOf(network, tokens.Ids, top));
    }

    private static void Write(NetworkFile file, TextNetwork network, IReadOnlyList<PredictedText> predicted, Terminal terminal)
    {
        terminal.Line($"network      {file.Name}: {Count(network.Vocabulary.Count)} {network.Unit}"
            + RecordedMeasure.Words(file, Measure.Perplexity));
        foreach (var text in predicted)
        {
            var replaced = text.Replaced > 0 ? $", of which it does not know {Count(text.Replaced)}" : string.Empty;
            terminal.Line($"text         {text.Input}: {Counted.Of(text.Tokens, "token")}{replaced}");
            if (text.Perplexity is { } perplexity)
            {
                terminal.Line($"perplexity   {Measure.Perplexity.Format(perplexity)} over {Count(text.Count)} next tokens");
            }

            if (text.Next.Count > 0)
            {
                var next = text.Next.Select(likely => $"{Shown(likely.Word)} {Percent(likely.Probability)}");
                terminal.Line($"next         {string.Join(", ", next)}");
            }
        }

        if (network.IsOfBatch)
        {
            terminal.Line("note         batch norm uses the statistics of a batch of texts, so of one text alone no next word is told; "
                + "train with train.network.batchNorm \"none\" where it has to be");
        }
    }

    private static JsonObject ToJson(NetworkFile file, IReadOnlyList<PredictedText> predicted)
    {
        var json = RecordedMeasure.ToJson(file);
        json["results"] = new JsonArray([.. predicted.Select(text => (JsonNode)new JsonObject
        {
            ["input"] = text.Input,
            ["tokens"] = text.Tokens,
            ["unknown"] = text.Replaced,
            ["predicted"] = text.Count,
            ["loss"] = text.Loss,
            ["perplexity"] = text.Perplexity,
            ["next"] = new JsonArray([.. text.Next.Select(next => (JsonNode)new JsonObject
            {
                ["word"] = next.Word,
                ["probability"] = next.Probability,
            })]),
        })]);
        return json;
    }

    // A blank that is a token would not be seen.
    private static string Shown(string word) => word.Any(char.IsWhiteSpace) ? $"'{word}'" : word;

    private static string Percent(double probability) => (100 * probability).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
