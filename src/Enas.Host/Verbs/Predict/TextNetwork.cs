using Enas.Host.Cli;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Enas.Host.Verbs.Predict;

/// <summary>A language model, as its file says it.</summary>
internal sealed class TextNetwork
{
    private readonly NetworkFile _file;

    /// <exception cref="BadInputException">It lacks something, or says what cannot be.</exception>
    public TextNetwork(NetworkFile file)
    {
        _file = file;
        Width = file.InputOf("state", 2)[1];
        if (Width < 1 || file.OutputOf("next_state", 2)[1] != Width)
        {
            throw file.Fault("its state has no width, or another one after a step: it is not as 'enas export' writes it");
        }

        _ = file.InputOf("tokens", 2);
        var words = file.Names(NetworkTexts.Words) ?? throw file.Fault("carries no words: they were too long for the checkpoint of its "
            + "training, and without them no text becomes numbers");
        Vocabulary = VocabularyOf(file, words);
        Unit = file.Text(NetworkTexts.Tokens);
        if (!TokenUnits.All.Contains(Unit))
        {
            throw file.Unreadable(NetworkTexts.Tokens, string.Join(" or ", TokenUnits.All));
        }

        UnknownWord = file.Find(NetworkTexts.UnknownWord) ?? string.Empty;
        BatchSize = file.Sizes(NetworkTexts.BatchSize, 1)[0];
        SequenceLength = file.Sizes(NetworkTexts.SequenceLength, 1)[0];
        IsOfBatch = file.Text(NetworkTexts.BatchNorm) == BatchNormPolicies.Batch;
    }

    /// <summary>Its words, in the order of the outputs.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>What a token is.</summary>
    public string Unit { get; }

    /// <summary>What stands for unknown words; empty for nothing.</summary>
    public string UnknownWord { get; }

    /// <summary>Streams that its training measured a text in.</summary>
    public int BatchSize { get; }

    /// <summary>Tokens of a window at most.</summary>
    public int SequenceLength { get; }

    /// <summary>Whether what is said of a text depends on the others of its batch.</summary>
    public bool IsOfBatch { get; }

    /// <summary>Values of the state of a stream.</summary>
    public int Width { get; }

    /// <summary>Runs a window on; the state goes on in its place.</summary>
    /// <param name="tokens">[time, batch].</param>
    /// <param name="batch">B.</param>
    /// <param name="state">[batch, width].</param>
    /// <returns>Logits [time, batch, words].</returns>
    public float[] Run(IReadOnlyList<int> tokens, int batch, float[] state)
    {
        long[] numbers = [.. tokens.Select(token => (long)token)];
        var outputs = _file.Run(
        [
            NamedOnnxValue.CreateFromTensor("tokens", new DenseTensor<long>(numbers, [numbers.Length / batch, batch])),
            NamedOnnxValue.CreateFromTensor("state", new DenseTensor<float>(state.ToArray(), [batch, Width])),
        ], "logits", "next_state");
        outputs[1].CopyTo(state, 0);
        return outputs[0];
    }

    private static Vocabulary VocabularyOf(NetworkFile file, IReadOnlyList<string> words)
    {
        var count = file.OutputOf("logits", 3)[2];
        try
        {
            return words.Count == count ? new Vocabulary(words) : throw file.Unreadable(NetworkTexts.Words, $"{count} words");
        }
        catch (ArgumentException)
        {
            throw file.Unreadable(NetworkTexts.Words, $"{count} different words");
        }
    }
}
