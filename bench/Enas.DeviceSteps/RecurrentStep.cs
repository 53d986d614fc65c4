using System.Globalization;
using System.Text;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.DeviceSteps;

/// <summary>Sizes of a recurrent step: H, N, B, T and V.</summary>
internal sealed record RecurrentSize(int Hidden, int Nodes, int Batch, int TimeSteps, int Words)
{
    /// <summary>The same for the other side.</summary>
    public string[] Arguments => Text($"--hidden {Hidden} --nodes {Nodes} --batch {Batch} --bptt {TimeSteps} --vocab {Words}").Split(' ');

    /// <summary>Values of the weights that a cell uses: input, state, one a node but the first, and the table that is
    /// also the decoder.</summary>
    public double ActiveWeights => (2.0 * 2 * Hidden * Hidden) + ((Nodes - 1.0) * 2 * Hidden * Hidden) + ((double)Hidden * Words);

    /// <summary>
    /// The paper's job without what the other side leaves out: dropout, batch norm, penalties. Words are the generated language's; a step
    /// costs the same whatever they say.
    /// </summary>
    public JobOptions Job()
    {
        var tokens = Batch * TimeSteps * 40;
        var text = Text($$"""
            {
              "schemaVersion": 1, "name": "device-step", "preset": "paper", "seed": 1,
              "data": { "kind": "generated", "states": {{Words / 2}}, "vocabulary": {{Words}}, "branches": 4, "trainTokens": {{tokens}}, "validTokens": {{tokens}}, "testTokens": {{tokens}} },
              "space": { "nodes": {{Nodes}} },
              "sharedWeights": {
                "hidden": {{Hidden}}, "batchSize": {{Batch}}, "sequenceLength": {{TimeSteps}}, "decoderBias": true, "batchNorm": "none", "l2": 0,
                "embeddingDropout": 0, "inputDropout": 0, "hiddenDropout": 0, "outputDropout": 0
              },
              "reward": { "batchSize": {{Batch}}, "sequenceLength": {{TimeSteps}} }
            }
            """);
        var job = JobReader.Read(Encoding.UTF8.GetBytes(text), "device-step", [], Environment.CurrentDirectory);
        return job.Options ?? throw new InvalidOperationException(string.Join('\n', job.Errors));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The step of the recurrent supernet.</summary>
internal sealed class RecurrentStep : IDeviceStep
{
    private readonly RecurrentSize _size;
    private readonly RnnCellSpace _space;
    private readonly RnnSharedWeights _weights;
    private readonly UniformPolicy _policy;

    public RecurrentStep(ITensorBackend backend, RecurrentSize size)
    {
        var job = size.Job();
        (_size, _space) = (size, new RnnCellSpace(job.Space));
        _weights = new RnnSharedWeights(backend, _space, job, GeneratedLanguage.Load(job.Seed, job.Data));
        _policy = new UniformPolicy(_space, job.Seed);
    }

    public void Run(int number) => _weights.Train(_policy.Sample("device-step", number, 0).Architecture, number, number);

    public double Operations(int number) => 3.0 * 2 * _size.Batch * _size.TimeSteps * _size.ActiveWeights;

    /// <summary>Each active weight is read forward, backward and by the update, which writes it; its gradient is
    /// written and read.</summary>
    public double LeastValues(int number) => 6 * _size.ActiveWeights;

    public void Dispose()
    {
        _policy.Dispose();
        _weights.Dispose();
    }
}
