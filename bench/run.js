// make bench: everything that the project promises about speed, as ratios in one run on one machine.
import { Cluster } from '../test/support/cluster.js';
import { measureAdmin } from './admin.js';
import { measureCampaigns } from './campaigns.js';
import { measureCarts } from './carts.js';
import { measureClicks } from './clicks.js';
import { measureIdle } from './idle.js';
import { measureLists } from './lists.js';
import { measureMail } from './mail.js';
import { measureReplies } from './replies.js';
import { Report } from './report.js';
import { measureStart } from './start.js';
import { measureTemplates } from './templates.js';

const all = { replies: measureReplies, carts: measureCarts, clicks: measureClicks, idle: measureIdle, start: measureStart, lists: measureLists, mail: measureMail, campaigns: measureCampaigns, templates: measureTemplates, admin: measureAdmin };
const only = process.env.BENCH_ONLY?.split(',');
const report = new Report();
const cluster = await Cluster.start({ shared_buffers: '128MB' });

try {
  for (const [name, measure] of Object.entries(all)) if (!only || only.includes(name)) await measure(cluster, report);
} finally {
  await cluster.stop();
}
if (!only) report.write();
console.log(report.missed ? `${report.missed} missed what is wanted` : 'all as wanted');
