// Commands of Windows and its directory that change or open something. PowerShell says it in the verb: Get and Test
// look, Remove and Disable do not.

import { command, type Pattern } from './pattern.ts'

const off = 'It switches off a protection.'
const deletes = 'It deletes data or a system. That may not be undone.'
const rights = 'It gives somebody rights that reach further than before.'
const stops = 'It stops or restarts something that people use at this moment.'

export const windows: readonly Pattern[] = [
  command(
    'deletion',
    deletes,
    /\b(?:Remove|Clear|Uninstall|Unregister|Dismount|Reset)-(?!(?:Variable|TypeData|Job|Event|PSBreakpoint|PSSession|Host|History|Module|Alias)\b)[A-Z][A-Za-z]{2,40}\b/g,
  ),
  command(
    'check-off',
    off,
    /\b(?:Disable|Suspend|Unprotect|Unblock)-(?!(?:PSBreakpoint|Job|NetAdapterPowerManagement)\b)[A-Z][A-Za-z]{2,40}\b/g,
  ),
  command(
    'deletion',
    deletes,
    /\b(?:Initialize|Format)-(?:Disk|Volume)\b|\bvssadmin\s{1,3}(?:delete|resize)\b|\bwbadmin\s{1,3}delete\b|\bwevtutil\s{1,3}(?:cl|clear-log)\b|\bdiskpart\b[^\n]{0,60}\bclean\b|\bcipher\s{1,3}\/w|\b(?:dsrm|dsmod)\s{1,3}["'\w]|\breg(?:\.exe)?\s{1,3}delete\b|\bformat\s{1,3}[a-z]:|\bnet\s{1,3}(?:user|share|use)\s[^\n]{0,60}\/del(?:ete)?\b|\bschtasks\b[^\n]{0,40}\/delete\b|\bsc(?:\.exe)?\s{1,3}(?:\\\\\S{1,40}\s{1,3})?delete\b|\brobocopy\b[^\n]{0,120}\/(?:mir|purge)\b|\b(?:rmdir|rd)\s[^\n]{0,40}\/s\b|\bdel\s[^\n]{0,40}\/[sqf]\b|\bntdsutil\b|\bwmic\b[^\n]{0,60}\bdelete\b|\bSet-Content\s{1,3}\S{1,60}\s{1,3}-Value\s{1,3}\$null/gi,
  ),
  command(
    'check-off',
    off,
    /\bnetsh\s{1,3}(?:advfirewall|firewall)\s{1,3}(?:set|add|delete|reset)\b|\breg(?:\.exe)?\s{1,3}add\b|\b(?:New|Set)-ItemProperty\s[^\n]{0,40}HK(?:LM|CU)|\bNew-NetFirewallRule\b[^\n]{0,160}\bAllow\b|\bSet-NetFirewall(?:Profile|Rule)\b|\bSet-MpPreference\b|\bAdd-MpPreference\b|\bbcdedit\s{1,3}\/set\b|\bauditpol\b[^\n]{0,60}disable|\bsc(?:\.exe)?\s{1,3}config\s[^\n]{0,40}start=\s{0,2}disabled|\bmanage-bde\s{1,3}-(?:off|protectors\s{1,3}-disable)|-PasswordNeverExpires\s{1,3}\$?true|-PasswordNotRequired\s{1,3}\$?true|-CannotChangePassword\b|\bSet-(?:ADAccountControl|ADDefaultDomainPasswordPolicy|SmbServerConfiguration|ConditionalAccessPolicy|TransportRule|CASMailbox|ExecutionPolicy|Acl|SPOTenant|SPOSite|MsolDomain\w{0,20}|OrganizationConfig)\b|\bUpdate-MgPolicy\w{0,40}\b|\bEnable-(?:PSRemoting|WSManCredSSP|SMB1\w{0,10})\b|\bEnable-WindowsOptionalFeature\b[^\n]{0,60}SMB1|\bwinrm\s{1,3}(?:quickconfig|set)\b[^\n]{0,80}/gi,
  ),
  command(
    'grant',
    rights,
    /\bAdd-(?:AD(?:Principal)?GroupMember(?:ship)?|LocalGroupMember|RoleGroupMember|MailboxPermission|MailboxFolderPermission|RecipientPermission|AzureAD\w{0,30}|MgGroupMember|PublicFolderClientPermission|DistributionGroupMember|SPOUser|PnP\w{0,20}|UnifiedGroupLinks|NTFSAccess|KdsRootKey|Computer)\b|\bNew-(?:ManagementRoleAssignment|AzRoleAssignment|SmbShare|MgRoleManagement\w{0,40}|ADUser|LocalUser|InboundConnector)\b|\bGrant-[A-Z][A-Za-z]{2,40}\b|\bSet-(?:ADAccountPassword|LocalUser|MsolUserPassword|AzureADUserPassword|Mailbox|ADUser|ADObject|ADGroup|ADAccountExpiration)\b|\bUnlock-(?:ADAccount|Bitlocker)\b|\bEnable-AD(?:Account|OptionalFeature)\b|\bnet\s{1,3}user\s{1,3}\S{1,40}\s{1,3}\S{1,60}\s{1,3}\/(?:add|active:yes|domain)|\bnet\s{1,3}user\s{1,3}administrator\b|\bnet\s{1,3}share\s[^\n]{0,80}\/grant|\b(?:icacls|cacls)\s[^\n]{0,100}(?:\/grant|\/g\s|\/inheritance|\/reset|\/setowner)|\bdsacls\s[^\n]{0,100}\/[gG]\b|\brunas\s[^\n]{0,40}\/user:|\bpsexec\b|\bsetspn\s{1,3}-[asd]\b/gi,
  ),
  command(
    'production',
    stops,
    /\b(?:Stop|Restart)-(?:Computer|Service|VM|Process|AzVM|Cluster\w{0,12}|WebAppPool|DbaService|Website|HyperV\w{0,10})\b|\biisreset\b|\bshutdown(?:\.exe)?\s{1,3}\/[rsgp]\b|\btaskkill\s[^\n]{0,40}\/f\b|\bsc(?:\.exe)?\s{1,3}(?:\\\\\S{1,40}\s{1,3})?stop\b|\bnet\s{1,3}stop\s{1,3}["'\w]|\bMove-(?:ADDirectoryServerOperationMasterRole|ClusterGroup|VM)\b|\bgpupdate\s[^\n]{0,20}\/force\b[^\n]{0,60}(?:unlink|remov)|\bInvoke-(?:Command|GPUpdate|Sqlcmd|AzVMRunCommand)\s[^\n]{0,100}(?:Remove|Stop|Restart|Disable|Set-|UPDATE|DELETE|DROP)/gi,
  ),
]
