using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>The cells of NAS-Bench-201 as networks that are trained on images: a supernet, and networks of single cells.</summary>
internal sealed class NasBench201ImagesModule : ImageSpaceModule
{
    private static readonly NasBench201Module s_table = new();

    /// <inheritdoc />
    public override string Kind => NasBench201Space.Name;

    /// <inheritdoc />
    public override IReadOnlyList<string> DataKinds => NasBench201DataKinds.Images;

    /// <inheritdoc />
    public override IReadOnlyList<Preset> Presets => NasBench201ImagePresets.All;

    /// <inheritdoc />
    public override IReadOnlyList<PublishedArchitecture> Published => [];

    /// <inheritdoc />
    public override SearchSpace? ReferenceSpace => s_table.ReferenceSpace;

    /// <inheritdoc />
    public override IReadOnlyList<string> Dialects => ((ISpaceModule)s_table).Dialects;

    /// <inheritdoc />
    protected override string TemplateName => "nas-bench-201-supernet";

    /// <inheritdoc />
    public override IEnumerable<string> PolicyWarningsOf(JobOptions job) => [];

    /// <inheritdoc />
    public override IReadOnlyList<ReferenceArchitecture> References(SearchSpace space) => s_table.References(space);

    /// <inheritdoc />
    public override IReadOnlyList<JobOption> Options(TableContext context) => NasBench201ImageRows.Of(context);

    /// <inheritdoc />
    public override SearchSpace Create(JobOptions job) => new NasBench201Space();

    /// <inheritdoc />
    public override bool Recognises(string dialect, string text) => s_table.Recognises(dialect, text);

    /// <inheritdoc />
    public override Architecture Parse(SearchSpace space, string dialect, string text) =>
        ((ISpaceModule)s_table).Parse(space, dialect, text);
}
