using Enas.Backends.Cpu;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tensors;
using Enas.TestKit;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Enas.Pipeline.Tests.Networks.Onnx;

/// <summary>Exported networks in ONNX Runtime against our own forward pass, at several batch sizes.</summary>
public sealed class OnnxModelsTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private static readonly KeyValuePair<string, string>[] s_metadata = [new("enas.search", "a search"), new("enas.fingerprint", "0123")];
    private readonly CpuBackend _backend = new(2);

    public void Dispose() => _backend.Dispose();

    [Theory]
    [InlineData("edge", "none", true, 0)]
    [InlineData("edge-activation", "average", false, 0)]
    [InlineData("edge", "nodes-and-average", true, 0)]
    [InlineData("edge", "none", true, 0.7)]
    public void A_recurrent_network_has_the_states_and_the_loss_that_it_has_here(
        string sharing, string batchNorm, bool isTied, double limit)
    {
        const int vocabulary = 11;
        var options = TestJobs.Network(hidden: 6) with
        {
            InitRange = 0.9,
            Sharing = sharing,
            BatchNorm = batchNorm,
            TiedDecoder = isTied,
            DecoderBias = !isTied,
            HiddenNormLimit = limit
        };
        var space = new RnnCellSpace(TestJobs.Space(5, "sampled", "loose-ends"));
        var architecture = space.Parse("0 0 1 0 2 1 3 1 0");
        using var store = new WeightStore(_backend, 3);
        var model = new RecurrentLanguageModel(_backend, store, space, options, vocabulary, 3, "");
        byte[]? bytes = null;
        foreach (var (batch, time) in new[] { (4, 5), (7, 3) })
        {
            int[] tokens = [.. Enumerable.Range(0, batch * time).Select(i => (i * 7) % vocabulary)];
            int[] targets = [.. tokens.Select(token => (token + 3) % vocabulary)];
            var state = new float[batch * options.Hidden];
            new RandomStream(5, "state").FillUniform(state, 0, 0, -0.5f, 0.5f);
            var carried = state.ToArray();
            var loss = model.Evaluate(space.Cell(architecture), new TokenBatch(tokens, targets, time, batch), carried);
            Perturb(store, "beta", "bias");
            carried = state.ToArray();
            loss = model.Evaluate(space.Cell(architecture), new TokenBatch(tokens, targets, time, batch), carried);
            bytes = OnnxRecurrentNetwork.Of(space, architecture, options, [.. store.Export("best/")], "best/", s_metadata);
            using var session = new InferenceSession(bytes);
            using var outputs = session.Run(
            [
                NamedOnnxValue.CreateFromTensor(
                    "tokens", new DenseTensor<long>(tokens.Select(token => (long)token).ToArray(), [time, batch])),
                NamedOnnxValue.CreateFromTensor("state", new DenseTensor<float>(state, [batch, options.Hidden])),
            ]);
            Close(carried, outputs.Single(output => output.Name == "next_state"));
            var logits = outputs.Single(output => output.Name == "logits").AsTensor<float>();
            Assert.Equal([time, batch, vocabulary], logits.Dimensions.ToArray());
            Assert.Equal(loss.LossSum / targets.Length, CrossEntropy(logits.ToArray(), targets, vocabulary), Tolerance);
        }

        using var described = new InferenceSession(bytes);
        Assert.Equal(("a search", "0123"),
            (described.ModelMetadata.CustomMetadataMap["enas.search"], described.ModelMetadata.CustomMetadataMap["enas.fingerprint"]));
    }

    [Theory]
    [InlineData("macro-search", false)]
    [InlineData("macro-final", true)]
    [InlineData("micro-search", true)]
    [InlineData("micro-search-strided", false)]
    [InlineData("micro-final", true)]
    [InlineData("benchmark", true)]
    [InlineData("benchmark", false)]
    [InlineData("benchmark-plain", true)]
    [InlineData("benchmark-plain", false)]
    public void A_convolutional_network_has_the_logits_that_it_has_here(string network, bool isRunning)
    {
        var (space, given) = ImageGraphTests.Case(network);
        var shape = new ImageShape(2, 8, 8, 3);
        // Averages that lag behind far would blow the logits up, and what a tolerance means with them.
        var options = given with { BatchNorm = isRunning ? BatchNormPolicies.Running : BatchNormPolicies.Batch, BatchNormDecay = 0.1 };
        int[] other = [.. space.Decisions.Select((decision, i) => (i + 2) % decision.OptionCount)];
        // In a benchmark's cell of first options nothing comes through.
        int[] first = [.. space.Decisions.Select(_ => 0)];
        foreach (var values in new[] { ImageGraphTests.Base(space), other, first })
        {
            using var model = new ImageModel(_backend, options, shape, 5, "");
            var graph = ImageGraphTests.Graph(space, options, values);
            for (var step = 0; step < 2; step++)
            {
                model.Train(graph, ImageGraphTests.Batch(3), 0.001, step);
            }

            CheckpointTensor[] tensors = [.. model.Export().Select(tensor => tensor with { Name = "best/" + tensor.Name })];
            var bytes = OnnxModels.Images(space, space.FromValues(values), options, shape, tensors, "best/", s_metadata);
            using var session = new InferenceSession(bytes);
            foreach (var count in new[] { 1, 3 })
            {
                var batch = ImageGraphTests.Batch(count);
                using var outputs = session.Run(
                    [NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(batch.Pixels, [count, 2, 8, 8]))]);
                Close(Logits(model, graph, options, batch.Pixels, count, isRunning), outputs[0]);
            }
        }
    }

    [Theory]
    [InlineData(ImageInputs.Bytes)]
    [InlineData(ImageInputs.Unit)]
    public void A_model_that_standardises_has_the_logits_of_one_that_takes_standardised_images(string input)
    {
        var (space, given) = ImageGraphTests.Case("macro-final");
        var (shape, options) = (new ImageShape(2, 8, 8, 3), given with { BatchNorm = BatchNormPolicies.Running, BatchNormDecay = 0.1 });
        using var network = new ImageModel(_backend, options, shape, 5, "");
        network.Train(ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space)), ImageGraphTests.Batch(3), 0.001, 0);
        CheckpointTensor[] tensors = [.. network.Export().Select(tensor => tensor with { Name = "best/" + tensor.Name })];
        double[] means = [100.5, 20], deviations = [60.25, 3];
        byte[] Model(ImageNormalisation? normalisation) => OnnxModels.Images(space, space.FromValues(ImageGraphTests.Base(space)),
            options, shape, tensors, "best/", s_metadata, normalisation);

        byte[] pixels = [.. Enumerable.Range(0, 2 * 2 * 64).Select(i => (byte)(i * 37))];
        float[] standardised = [.. pixels.Select((value, i) => (float)((value - means[i / 64 % 2]) / deviations[i / 64 % 2]))];
        int[] dimensions = [2, 2, 8, 8];
        using var plain = new InferenceSession(Model(null));
        using var expected = plain.Run([NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(standardised, dimensions))]);
        using var session = new InferenceSession(Model(new ImageNormalisation(input, means, deviations)));
        using var outputs = session.Run([input == ImageInputs.Bytes
            ? NamedOnnxValue.CreateFromTensor("images", new DenseTensor<byte>(pixels, dimensions))
            : NamedOnnxValue.CreateFromTensor("images", new DenseTensor<float>(pixels.Select(p => p / 255f).ToArray(), dimensions))]);
        Close(expected[0].AsTensor<float>().ToArray(), outputs[0]);
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused_by_the_weight_that_it_lacks()
    {
        var (space, options) = ImageGraphTests.Case("macro-final");
        var error = Assert.Throws<ArgumentException>(() =>
            OnnxModels.Images(space, space.FromValues(ImageGraphTests.Base(space)), options, new ImageShape(2, 8, 8, 3), [], "best/", []));
        Assert.StartsWith("the checkpoint has no weight macro/stem", error.Message, StringComparison.Ordinal);
    }

    private float[] Logits(ImageModel model, ImageGraph graph, ImageNetworkOptions options, float[] pixels, int count, bool isRunning)
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        var layers = new ImageStepLayers(
            scope, model.Weights, options, 5, "", new ImageRun(IsTraining: false, isRunning ? model.Averages : null, 0));
        var logits = graph.Run(layers, scope.Constant(pixels, new TensorShape(count, 2, 8, 8))).Logits;
        var read = new float[logits.Shape.ElementCount];
        scope.Read(logits, read);
        return read;
    }

    // What starts as zeros would hide that it is left out.
    private void Perturb(WeightStore store, params string[] parts)
    {
        foreach (var key in store.Keys.Where(key => parts.Any(part => key.EndsWith(part, StringComparison.Ordinal))))
        {
            var values = new float[store.Get(key).Shape.ElementCount];
            new RandomStream(9, key).FillUniform(values, 0, 0, -0.5f, 0.5f);
            _backend.Write(store.Get(key), values);
        }
    }

    private static double CrossEntropy(float[] logits, int[] targets, int width) => targets.Index().Average(at =>
    {
        var row = logits.AsSpan(at.Index * width, width).ToArray();
        return Math.Log(row.Sum(value => Math.Exp(value - row.Max()))) + row.Max() - row[at.Item];
    });

    private static void Close(float[] expected, NamedOnnxValue actual)
    {
        var values = actual.AsTensor<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
